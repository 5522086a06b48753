import avsc from 'avsc';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  checkCompatibility,
  compileCodec,
  compileResolver,
  fingerprint,
  formatSchema,
  parseSchema,
  toCanonicalForm,
} from '@sluice/avro';
import type { JsonObject, JsonValue, Schema } from '@sluice/avro';
import { schemaJson, uniteBranches, valueOf } from './arbitraries.ts';

const RUNS = { numRuns: 150 };
const parse = (json: JsonValue): Schema => parseSchema(typeof json === 'string' ? JSON.stringify(json) : json);
const schema = schemaJson.map(parse);
const withValue = schema.chain((parsed) => valueOf(parsed).map((value) => ({ parsed, value })));

describe('schemas', () => {
  it('format to text that parses to the same', () => {
    fc.assert(
      fc.property(schema, (parsed) => {
        expect(formatSchema(parseSchema(formatSchema(parsed)))).toBe(formatSchema(parsed));
      }),
      RUNS,
    );
  });

  it('have a canonical form that is its own, and so one fingerprint', () => {
    fc.assert(
      fc.property(schema, (parsed) => {
        const canonical = toCanonicalForm(parsed);
        expect(toCanonicalForm(parseSchema(canonical))).toBe(canonical);
        expect(fingerprint(parseSchema(canonical), 'SHA-256')).toEqual(fingerprint(parsed, 'SHA-256'));
      }),
      RUNS,
    );
  });

  it('read what they wrote', () => {
    fc.assert(
      fc.property(schema, (parsed) => {
        expect(checkCompatibility(parsed, parsed)).toEqual([]);
      }),
      RUNS,
    );
  });
});

describe('values', () => {
  it('come back as they were, in both ways to encode', () => {
    fc.assert(
      fc.property(withValue, ({ parsed, value }) => {
        const codec = compileCodec(parsed, { long: 'bigint' });
        const bytes = codec.encode(value);
        const target = new Uint8Array(bytes.length);
        expect(codec.encodeInto(value, target, 0)).toBe(bytes.length);
        expect(target).toEqual(Uint8Array.from(bytes));
        expect(codec.decode(bytes)).toEqual(value);
        expect(codec.validateBytes(bytes, 0, bytes.length)).toEqual([]);
        expect(compileResolver(parsed, parsed, { long: 'bigint' }).decode(bytes)).toEqual(value);
      }),
      RUNS,
    );
  });

  it('are refused, with a place, where a byte is missing or one is too many', () => {
    fc.assert(
      fc.property(withValue, fc.nat(), ({ parsed, value }, seed) => {
        const codec = compileCodec(parsed, { long: 'bigint' });
        const bytes = codec.encode(value);
        expect(codec.validateBytes(Uint8Array.of(...bytes, 0), 0, bytes.length + 1)[0]).toMatchObject({
          kind: 'left-over',
          offset: bytes.length,
        });
        if (bytes.length === 0) return;
        const end = seed % bytes.length;
        expect(codec.validateBytes(bytes, 0, end)[0]?.kind).toBe('malformed');
        expect(() => codec.decode(bytes, 0, end)).toThrow(/at byte \d+/);
      }),
      RUNS,
    );
  });

  it('bytes made at random are judged alike by decode and validate, and never crash them', () => {
    fc.assert(
      fc.property(schema, fc.uint8Array({ maxLength: 40 }), (parsed, bytes) => {
        const codec = compileCodec(parsed, { long: 'bigint' });
        const [finding] = codec.validateBytes(bytes, 0, bytes.length);
        if (finding === undefined) codec.encode(codec.decode(bytes));
        else expect(() => codec.decode(bytes)).toThrow(finding.expected);
      }),
      { numRuns: 500 },
    );
  });
});

describe('compatible means resolvable', () => {
  /** A writer's schema, and what becomes of it when some fields and branches change. */
  const pairs = schemaJson.chain((json) =>
    fc.infiniteStream(fc.nat(9)).map((choices) => ({ writer: parse(json), reader: parse(mutate(json, choices)) })),
  );

  it('and every value of the writer is read', () => {
    fc.assert(
      fc.property(
        pairs.chain(({ writer, reader }) => valueOf(writer).map((value) => ({ writer, reader, value }))),
        ({ writer, reader, value }) => {
          fc.pre(checkCompatibility(reader, writer).length === 0);
          const resolver = compileResolver(writer, reader, { long: 'bigint' });
          expect(resolver.unresolvable).toEqual([]);
          resolver.decode(compileCodec(writer, { long: 'bigint' }).encode(value));
        },
      ),
      { numRuns: 300 },
    );
  });

  function mutate(json: JsonValue, choices: Iterator<number>): JsonValue {
    const choice = Number(choices.next().value);
    if (json === 'int') return choice < 3 ? 'long' : choice < 5 ? 'double' : json;
    if (json === 'string') return choice < 3 ? 'bytes' : json;
    if (Array.isArray(json))
      return uniteBranches(json.map((branch: JsonValue) => mutate(branch, choices)).toReversed());
    if (typeof json !== 'object' || json === null) return json;
    const schema = json as JsonObject;
    const { items, values } = schema;
    if (items !== undefined) return { ...schema, items: mutate(items, choices) };
    if (values !== undefined) return { ...schema, values: mutate(values, choices) };
    const fields = schema['fields'] as readonly Field[] | undefined;
    if (fields === undefined) return json;
    const changed = fields.map((field) => ({ ...field, type: mutate(field.type, choices) }));
    const added = { name: 'added', type: ['string', 'int'], default: choice };
    return { ...schema, fields: choice < 5 ? [added, ...changed.slice(choice % 2)] : changed };
  }
  interface Field {
    readonly name: string;
    readonly type: JsonValue;
  }
});

describe('avsc, where it is right, writes the same bytes', () => {
  const simple = fc.record({
    a: fc.integer(),
    b: fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
    c: fc.string({ maxLength: 60 }),
    d: fc.double({ noNaN: true }),
    e: fc.option(fc.string(), { nil: null }),
    f: fc.array(fc.boolean()),
    g: fc.dictionary(
      fc.string({ minLength: 1 }).filter((key) => key !== '__proto__'),
      fc.float({ noNaN: true }),
    ),
    h: fc.constantFrom('X', 'Y'),
  });
  const json: JsonValue = {
    type: 'record',
    name: 'R',
    fields: [
      { name: 'a', type: 'int' },
      { name: 'b', type: 'long' },
      { name: 'c', type: 'string' },
      { name: 'd', type: 'double' },
      { name: 'e', type: ['null', 'string'] },
      { name: 'f', type: { type: 'array', items: 'boolean' } },
      { name: 'g', type: { type: 'map', values: 'float' } },
      { name: 'h', type: { type: 'enum', name: 'E', symbols: ['X', 'Y'] } },
    ],
  };

  it('and reads ours', () => {
    const [codec, peer] = [compileCodec(parse(json)), avsc.Type.forSchema(json as avsc.Schema)];
    fc.assert(
      fc.property(simple, (value) => {
        const bytes = peer.toBuffer(value);
        expect(Buffer.from(codec.encode(value))).toEqual(bytes);
        expect(codec.decode(bytes)).toEqual(value);
      }),
    );
  });
});
