import type { Schema, UnionSchema } from '@sluice/avro';

/** A case as its file has it: whatever JSON holds. */
// oxlint-disable-next-line no-explicit-any -- the files are not ours, and a wrong form must show as a failed case
export type Json = any;

/** The value, as our codecs have it with longs as bigint, of a datum in the neutral form of the case files. */
export function toValue(schema: Schema, datum: Json): unknown {
  switch (schema.type) {
    case 'long':
      return BigInt(datum);
    case 'float':
    case 'double':
      return datum === '-0' ? -0 : Number(datum);
    case 'bytes':
    case 'fixed':
      return fromHex(datum);
    case 'array':
      return datum.map((item: Json) => toValue(schema.items, item));
    case 'map':
      return fromEntries(Object.entries(datum).map(([key, item]) => [key, toValue(schema.values, item)]));
    case 'record':
      return fromEntries(schema.fields.map((field) => [field.name, toValue(field.schema, datum[field.name])]));
    case 'union': {
      const branch = schema.branches[datum.branch];
      if (branch === undefined) throw new Error(`the datum names branch ${datum.branch}`);
      const value = toValue(branch, datum.value);
      return isTagged(schema, branch) ? fromEntries([['name' in branch ? branch.name : branch.type, value]]) : value;
    }
    default:
      return datum;
  }
}

const BUCKETS: Readonly<Record<string, string>> = {
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  enum: 'string',
  fixed: 'bytes',
  record: 'object',
  map: 'object',
};

function isTagged(union: UnionSchema, branch: Schema): boolean {
  const bucket = (schema: Schema): string => BUCKETS[schema.type] ?? schema.type;
  return union.branches.filter((other) => bucket(other) === bucket(branch)).length > 1;
}

function fromEntries(entries: readonly (readonly [string, unknown])[]): object {
  const result = {};
  for (const [key, value] of entries) {
    Object.defineProperty(result, key, { value, writable: true, enumerable: true, configurable: true });
  }
  return result;
}

/** A text that two values share when they are the same, NaN, -0 and bigint told apart, keys in any order. */
export function showValue(value: unknown): string {
  if (typeof value === 'bigint') return `${value}n`;
  if (typeof value === 'number') return Object.is(value, -0) ? '-0' : String(value);
  if (value instanceof Uint8Array) return `<${toHex(value)}>`;
  if (Array.isArray(value)) return `[${value.map(showValue).join(',')}]`;
  if (typeof value === 'object' && value !== null) {
    const entries = Object.entries(value).map(([key, item]) => `${JSON.stringify(key)}:${showValue(item)}`);
    return `{${entries.toSorted().join(',')}}`;
  }
  return JSON.stringify(value) ?? 'undefined';
}

export function fromHex(hex: string): Uint8Array {
  return Uint8Array.from({ length: hex.length / 2 }, (_, index) =>
    Number.parseInt(hex.slice(2 * index, 2 * index + 2), 16),
  );
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
