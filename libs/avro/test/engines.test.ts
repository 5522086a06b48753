import { deepStrictEqual } from 'node:assert/strict';
import fc from 'fast-check';
import { afterAll, describe, it } from 'vitest';
import { compileCodec, LOGICAL_TYPES, parseSchema } from '@sluice/avro';
import type { CodecOptions, JsonObject, JsonValue, Schema } from '@sluice/avro';
import { evolve, schemaJson, valueOf } from './arbitraries.ts';
import { ENGINES } from './engines.ts';
import type { CodecMaker, EngineName } from './engines.ts';

/** What differs from one engine to the next must show in no value, no bytes and no finding. */
const OPTIONS: Readonly<Record<string, Omit<CodecOptions, 'engine'>>> = {
  'longs as bigint': { long: 'bigint' },
  'longs as number': {},
  'longs as text, strict UTF-8': { long: 'string', utf8: 'strict' },
  'logical types': { logicalTypes: LOGICAL_TYPES },
};
const RUNS = { interpreter: 150, emitted: 40 } as const satisfies Partial<Record<EngineName, number>>;

const parse = (json: JsonValue): Schema => parseSchema(typeof json === 'string' ? JSON.stringify(json) : json);

const LOGICAL: Readonly<Record<string, readonly JsonObject[]>> = {
  int: [{ logicalType: 'date' }, { logicalType: 'time-millis' }],
  long: [{ logicalType: 'timestamp-millis' }, { logicalType: 'timestamp-micros' }],
  bytes: [{ logicalType: 'decimal', precision: 40, scale: 2 }, { logicalType: 'unknown' }],
  string: [{ logicalType: 'uuid' }],
  fixed: [{ logicalType: 'duration' }, { logicalType: 'decimal', precision: 1 }],
};

/** Puts logical types on some of the types that can have one. */
function annotate(json: JsonValue, choices: Iterator<number>): JsonValue {
  const pick = (type: string): JsonObject => LOGICAL[type]?.[Number(choices.next().value)] ?? {};
  if (typeof json === 'string') return Object.hasOwn(LOGICAL, json) ? { type: json, ...pick(json) } : json;
  if (Array.isArray(json)) return json.map((part: JsonValue) => annotate(part, choices));
  const { type, items, values, fields } = json as JsonObject;
  if (type === 'fixed') return { ...(json as JsonObject), ...pick('fixed') };
  const parts: Record<string, JsonValue> = { ...(json as JsonObject) };
  if (items !== undefined) parts['items'] = annotate(items, choices);
  if (values !== undefined) parts['values'] = annotate(values, choices);
  if (Array.isArray(fields)) {
    parts['fields'] = fields.map((field: JsonObject) => ({
      ...field,
      type: annotate(field['type'] ?? 'null', choices),
    }));
  }
  return parts;
}

const samples = fc
  .tuple(schemaJson, fc.infiniteStream(fc.nat(3)), fc.infiniteStream(fc.nat(9)))
  .map(([json, marks, changes]) => ({ writer: annotate(json, marks), changes }))
  .map(({ writer, changes }) => ({ writer: parse(writer), reader: parse(evolve(writer, changes)) }))
  .chain(({ writer, reader }) =>
    fc.record({
      writer: fc.constant(writer),
      reader: fc.constant(reader),
      value: valueOf(writer),
      other: fc.anything(),
      noise: fc.uint8Array({ maxLength: 40 }),
      at: fc.nat(),
      byte: fc.nat(255),
    }),
  );
type Sample = typeof samples extends fc.Arbitrary<infer T> ? T : never;

function outcome(action: () => unknown): unknown {
  try {
    return { result: action() };
  } catch (error) {
    const { message, findings } = error as { message: string; findings?: unknown };
    return { message, findings };
  }
}

/** All that comes of a sample, with the codecs of one maker. */
function observe(maker: CodecMaker, { writer, reader, value, other, noise, at, byte }: Sample): unknown {
  const codec = maker.codec(writer);
  const resolver = maker.resolver(writer, reader);
  const bytes = Uint8Array.from(compileCodec(writer, { long: 'bigint' }).encode(value));
  const corrupt = bytes.map((old, index) => (index === at % bytes.length ? byte : old));
  const encode = (given: unknown): Uint8Array => Uint8Array.from(codec.encode(given));
  return {
    encoded: [value, other].map((given) => outcome(() => encode(given))),
    again: outcome(() => encode(codec.decode(bytes))),
    checked: [value, other].map((given) => codec.validateValue(given)),
    unresolvable: resolver.unresolvable,
    read: [bytes, corrupt, noise, bytes.subarray(0, at % (bytes.length + 1))].map((given) => ({
      decoded: outcome(() => codec.decode(given)),
      resolved: outcome(() => resolver.decode(given)),
      valid: codec.validateBytes(given, 0, given.length),
    })),
  };
}

describe.each(Object.entries(OPTIONS))('%s', (_, options) => {
  const jit = ENGINES.jit(options);
  describe.each(['interpreter', 'emitted'] as const)('%s', (engine) => {
    const maker = ENGINES[engine](options);
    afterAll(() => maker.close());

    it('does as code made at run time does', () => {
      fc.assert(
        fc.property(samples, (sample) => {
          deepStrictEqual(observe(maker, sample), observe(jit, sample));
        }),
        { numRuns: RUNS[engine] },
      );
    });
  });
});
