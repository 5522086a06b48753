import fc from 'fast-check';
import { isInVersions, type ApiDefinition, type Field, ZERO_UUID } from '@sluice/kafka';

/** An arbitrary value of a message in one version, as decoding gives it: what the version lacks has its default. */
export function arbitraryMessage(fields: readonly Field[], version: number): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(Object.fromEntries(fields.map((field) => [field.name, arbitraryField(field, version)])));
}

/** Every version of every API given, as rows for `it.each`. */
export function versionsOf(apis: readonly ApiDefinition[]): [string, ApiDefinition, number][] {
  return apis.flatMap((api) => {
    const [min, max] = api.versions;
    return Array.from({ length: max - min + 1 }, (_, index): [string, ApiDefinition, number] => [
      `${api.name} v${min + index}`,
      api,
      min + index,
    ]);
  });
}

function arbitraryField(field: Field, version: number): fc.Arbitrary<unknown> {
  if (!isInVersions(field.versions, version)) return fc.constant(null).map(() => defaultOf(field));
  const value = arbitraryValue(field, version);
  return isInVersions(field.nullableVersions, version) ? fc.option(value, { nil: null }) : value;
}

function arbitraryValue(field: Field, version: number): fc.Arbitrary<unknown> {
  const { type, fields } = field;
  if (type.startsWith('[]')) {
    const item = fields === undefined ? arbitraryScalar(type.slice(2)) : arbitraryMessage(fields, version);
    return fc.array(item, { maxLength: 3 });
  }
  return fields === undefined ? arbitraryScalar(type) : arbitraryMessage(fields, version);
}

function arbitraryScalar(type: string): fc.Arbitrary<unknown> {
  switch (type) {
    case 'bool':
      return fc.boolean();
    case 'int8':
      return fc.integer({ min: -128, max: 127 });
    case 'int16':
      return fc.integer({ min: -32768, max: 32767 });
    case 'uint16':
      return fc.integer({ min: 0, max: 65535 });
    case 'int32':
      return fc.integer();
    case 'int64':
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    case 'float64':
      return fc.double({ noNaN: true });
    case 'uuid':
      return fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => Buffer.from(bytes).toString('base64url'));
    case 'string':
      return fc.oneof(fc.string({ maxLength: 12 }), fc.string({ unit: 'grapheme', minLength: 40, maxLength: 150 }));
    default:
      return fc.uint8Array({ maxLength: 20 });
  }
}

/** Said again here, so that the library's defaults have something to be compared with. */
function defaultOf(field: Field): unknown {
  if (field.default !== undefined) return field.default;
  if (field.type.startsWith('[]')) return [];
  if (field.fields !== undefined)
    return Object.fromEntries(field.fields.map((inner) => [inner.name, defaultOf(inner)]));
  const zeros: Record<string, unknown> = { bool: false, int64: 0n, string: '', uuid: ZERO_UUID };
  if (field.type === 'bytes' || field.type === 'records') return new Uint8Array(0);
  return zeros[field.type] ?? 0;
}
