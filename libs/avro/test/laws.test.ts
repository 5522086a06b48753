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
import type { JsonValue, Schema } from '@sluice/avro';
import { evolve, schemaJson, valueOf } from './arbitraries.ts';

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
    fc.infiniteStream(fc.nat(9)).map((choices) => ({ writer: parse(json), reader: parse(evolve(json, choices)) })),
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
});
