import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AvroError, compileCodec, parseSchema } from '@sluice/avro';
import type { AvroFinding, Codec, CodecOptions, Engine, JsonValue, LongForm, Schema } from '@sluice/avro';
import { schemaJson, valueOf } from './arbitraries.ts';

const ENGINES: readonly Engine[] = ['jit', 'interpreter'];
const parse = (json: JsonValue): Schema => parseSchema(typeof json === 'string' ? JSON.stringify(json) : json);
const codecOf = (json: JsonValue, options: CodecOptions = {}): Codec => compileCodec(parse(json), options);
const record = (...fields: JsonValue[]): JsonValue => ({ type: 'record', name: 'R', fields });

/** What was decoded, or what is wrong. */
function outcomeOf(action: () => unknown): { readonly value: unknown } | { readonly findings: readonly AvroFinding[] } {
  try {
    return { value: action() };
  } catch (error) {
    if (error instanceof AvroError) return { findings: error.findings };
    throw error;
  }
}

/** The codecs of all engines agree on these bytes, validation with decoding too, and a finding points into the bytes. */
function expectJudged(codecs: readonly Codec[], bytes: Uint8Array): void {
  const [first, ...others] = codecs.map((codec) => outcomeOf(() => codec.decode(bytes)));
  for (const other of others) expect(other).toEqual(first);
  for (const codec of codecs) {
    const findings = codec.validateBytes(bytes, 0, bytes.length);
    if (first !== undefined && 'findings' in first) expect(first.findings).toEqual(findings);
    else expect(findings).toEqual([]);
    for (const { offset, path, expected, found } of findings) {
      expect(offset).toBeGreaterThanOrEqual(0);
      expect(offset).toBeLessThanOrEqual(bytes.length);
      expect([typeof path, expected !== '', found !== '']).toEqual(['string', true, true]);
    }
  }
}

const schemaWithValue = schemaJson.map(parse).chain((schema) => valueOf(schema).map((value) => ({ schema, value })));

describe('encoded values', () => {
  const codecsOf = (schema: Schema): Codec[] =>
    ENGINES.map((engine) => compileCodec(schema, { long: 'bigint', engine }));

  it('are the same bytes from each engine, and decode to the same', () => {
    fc.assert(
      fc.property(schemaWithValue, ({ schema, value }) => {
        const [jit, interpreter] = codecsOf(schema);
        const bytes = jit?.encode(value) ?? new Uint8Array();
        expect(interpreter?.encode(value)).toEqual(bytes);
        expect(interpreter?.decode(bytes)).toEqual(value);
      }),
      { numRuns: 50 },
    );
  });

  it('cut anywhere, or with any byte changed, are a value or a finding with its place', () => {
    fc.assert(
      fc.property(schemaWithValue, fc.nat(255), ({ schema, value }, xor) => {
        const codecs = codecsOf(schema);
        const bytes = Uint8Array.from(codecs[0]?.encode(value) ?? []);
        const step = Math.max(1, bytes.length >> 4);
        for (let at = 0; at < bytes.length; at += step) {
          expectJudged(codecs, bytes.slice(0, at));
          const changed = bytes.with(at, (bytes[at] ?? 0) ^ (xor || 0x80));
          expectJudged(codecs, changed);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('and bytes made at random are judged alike', () => {
    fc.assert(
      fc.property(
        schemaJson.map(parse),
        fc.array(fc.uint8Array({ maxLength: 40 }), { maxLength: 10 }),
        (schema, list) => {
          const codecs = codecsOf(schema);
          for (const bytes of list) expectJudged(codecs, Uint8Array.from(bytes));
        },
      ),
      { numRuns: 50 },
    );
  });

  it('say that a target is too small at every size that is, and otherwise are those of encode', () => {
    fc.assert(
      fc.property(schemaWithValue, ({ schema, value }) => {
        for (const codec of codecsOf(schema)) {
          const bytes = codec.encode(value);
          for (let size = 0; size < bytes.length; size += Math.max(1, bytes.length >> 4)) {
            const target = new Uint8Array(size + 3);
            expect(() => codec.encodeInto(value, target, 3)).toThrow(
              `takes ${bytes.length} bytes, and the target has ${size}`,
            );
          }
          const target = new Uint8Array(bytes.length + 3);
          expect(codec.encodeInto(value, target, 3)).toBe(target.length);
          expect(target.subarray(3)).toEqual(Uint8Array.from(bytes));
        }
      }),
      { numRuns: 40 },
    );
  });
});

describe.each(ENGINES)('single values come back: %s', (engine) => {
  it('longs in each form', () => {
    const forms: readonly [LongForm, (value: bigint) => unknown][] = [
      ['bigint', (value) => value],
      ['string', String],
      ['number', Number],
    ];
    for (const [long, show] of forms) {
      const codec = codecOf('long', { long, engine });
      fc.assert(
        fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), fc.nat(63), (wide, shift) => {
          const value = wide >> BigInt(shift);
          const isExact = long !== 'number' || Number.isSafeInteger(Number(value));
          const bytes = codecOf('long', { long: 'bigint', engine }).encode(value);
          expect(outcomeOf(() => codec.encode(show(value)))).toEqual(
            isExact ? { value: bytes } : { findings: [expect.objectContaining({ path: '' })] },
          );
          if (isExact) expect(codec.decode(bytes)).toBe(show(value));
          else expect(() => codec.decode(bytes)).toThrow('one beyond 2^53');
        }),
        { numRuns: 200 },
      );
    }
  });

  it('strings of every kind, around each length that is treated by itself', () => {
    const codec = codecOf('string', { engine });
    const kinds = [
      'x',
      '\0',
      '\u007f',
      '\u0080',
      '\u07ff',
      '\u0800',
      '\uffff',
      '\ufeff',
      '\u{10000}',
      '\u{10ffff}',
      '\ud800',
      '\udfff',
    ];
    const lengths = [
      0, 1, 2, 3, 4, 5, 15, 16, 17, 31, 32, 33, 39, 40, 41, 63, 64, 65, 8191, 8192, 21_845, 65_535, 65_537,
    ];
    for (const kind of kinds) {
      for (const length of lengths) {
        for (const text of [kind.repeat(length), 'a'.repeat(length) + kind, kind + 'a'.repeat(length)]) {
          const written = text.replaceAll(/\p{Surrogate}/gu, '?');
          const bytes = codec.encode(text);
          const isSame = codec.decode(bytes) === written && bytes.length >= new TextEncoder().encode(written).length;
          if (!isSame) expect.fail(`${JSON.stringify(kind)} and ${length} more`);
        }
      }
    }
  });

  it('doubles and floats of every bit pattern', () => {
    const [double, float] = [codecOf('double', { engine }), codecOf('float', { engine })];
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 8, maxLength: 8 }), fc.constantFrom(0, 0x7f, 0xff), (raw, top) => {
        const bytes = Uint8Array.from(raw);
        // Exponents of all ones or all zeros: NaN with a payload, infinities, numbers below the normal ones.
        if (top !== 0) bytes.set([0xf0 | (raw[6] ?? 0), top], 6);
        const value = double.decode(bytes);
        expect(value).toBe(new DataView(bytes.buffer).getFloat64(0, true));
        expect(double.decode(double.encode(value))).toBe(value);
        if (!Number.isNaN(value)) expect(double.encode(value)).toEqual(bytes);
        const half = bytes.slice(4);
        const small = float.decode(half);
        expect(float.decode(float.encode(small))).toBe(small);
        if (!Number.isNaN(small)) expect(float.encode(small)).toEqual(half);
      }),
      { numRuns: 300 },
    );
    for (const value of [-0, 5e-324, 2 ** -149, Number.MAX_VALUE, Infinity, NaN]) {
      expect(double.decode(double.encode(value))).toBe(value);
    }
    expect(float.decode(float.encode(-0))).toBe(-0);
    expect(float.decode(float.encode(1e-46))).toBe(0);
  });

  it('keys and fields that every object has', () => {
    const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__'];
    const fields = names.map((name) => ({ name, type: ['null', { type: 'map', values: 'string' }] }));
    const codec = codecOf(record(...fields), { engine });
    const inner = Object.fromEntries(names.map((name) => [name, 'x']));
    const value = Object.fromEntries(names.map((name, at) => [name, at % 2 === 0 ? inner : null]));
    const decoded = codec.decode(codec.encode(value)) as object;
    expect(decoded).toEqual(value);
    expect(Object.keys(decoded)).toEqual(names);
    expect(Object.getPrototypeOf(decoded)).toBe(Object.prototype);
    expect(outcomeOf(() => codec.encode({}))).toMatchObject({ findings: names.map((path) => ({ path })) });
  });
});

describe.each(ENGINES)('odd values neither crash an encoder nor pass for what they are not: %s', (engine) => {
  const pair = record({ name: 'a', type: 'int' }, { name: 'b', type: { type: 'array', items: 'int' } });
  const codec = codecOf(pair, { engine });
  const plain = { a: 1, b: [2, 3] };
  const bytes = Uint8Array.from(codec.encode(plain));
  class Pair {
    readonly a = 1;
    get b(): number[] {
      return [2, 3];
    }
  }
  const shared = [2, 3];

  it.each<[string, unknown]>([
    ['a proxy', new Proxy(plain, {})],
    ['an instance with a getter', new Pair()],
    ['an object without prototype', Object.assign(Object.create(null) as object, plain)],
    ['an inherited field', Object.create(plain) as object],
    ['a frozen object', Object.freeze({ a: 1, b: Object.freeze([2, 3]) })],
    ['an array that has more', { a: 1, b: Object.assign([2, 3], { extra: 4 }) }],
    ['a proxy of an array', { a: 1, b: new Proxy([2, 3], {}) }],
  ])('%s is taken', (_name, value) => {
    expect(codec.encode(value)).toEqual(bytes);
  });

  it.each<[string, unknown, string]>([
    // oxlint-disable-next-line no-sparse-arrays -- what is tested
    ['a hole', { a: 1, b: [2, , 3] }, 'b[1]'],
    ['a long array of holes', { a: 1, b: Object.assign([], { length: 2 ** 32 - 1 }) }, 'b[0]'],
    ['a boxed number', { a: Object(1) as unknown, b: [] }, 'a'],
    ['an array-like', { a: 1, b: { length: 1, 0: 1 } }, 'b'],
    ['a typed array as an array', { a: 1, b: new Int32Array(2) }, 'b'],
    ['a function', () => plain, ''],
    ['a Map', new Map(Object.entries(plain)), 'a'],
    ['a Uint8Array as a record', new Uint8Array(3), ''],
    ['a DataView as a record', new DataView(new ArrayBuffer(3)), ''],
    ['a symbol', { a: Symbol('x'), b: [] }, 'a'],
  ])('%s is refused', (_name, value, path) => {
    expect(outcomeOf(() => codec.encode(value))).toMatchObject({
      findings: expect.arrayContaining([expect.objectContaining({ path })]),
    });
    expect(codec.validateValue(value)[0]).toMatchObject({ path });
  });

  it('a view is no record, even where every field has a default', () => {
    const lax = codecOf(record({ name: 'a', type: 'int', default: 1 }), { engine });
    expect(outcomeOf(() => lax.encode(new Uint8Array(3)))).toMatchObject({ findings: [{ path: '' }] });
  });

  it('parts that stand twice are written twice', () => {
    const twice = codecOf({ type: 'array', items: { type: 'array', items: 'int' } }, { engine });
    expect(twice.decode(twice.encode([shared, shared]))).toEqual([shared, shared]);
  });

  it('a getter that throws throws its own error', () => {
    const fault = new TypeError('mine');
    const value = {
      get a(): number {
        throw fault;
      },
    };
    expect(() => codec.encode(value)).toThrow(fault);
    expect(codec.encode(plain)).toEqual(bytes);
  });

  it('a getter may encode with the same codec, at any depth and size', () => {
    const text = codecOf(record({ name: 'a', type: 'bytes' }, { name: 'b', type: 'bytes' }), { engine });
    const nest = (depth: number): object => ({
      a: new Uint8Array(depth * 997).fill(depth),
      get b(): Uint8Array {
        return depth === 0 ? new Uint8Array(1) : text.encode(nest(depth - 1));
      },
    });
    let inner = text.encode(nest(12));
    for (let depth = 12; depth > 0; depth--) {
      const value = text.decode(inner) as { a: Uint8Array; b: Uint8Array };
      expect(value.a).toEqual(new Uint8Array(depth * 997).fill(depth));
      inner = value.b;
    }
    expect(text.decode(inner)).toEqual({ a: new Uint8Array(0), b: new Uint8Array(1) });
  });

  it('a value that is longer each time it is read is written whole, or refused', () => {
    const text = codecOf(record({ name: 'a', type: 'string' }), { engine });
    const growing = (by: number): object => {
      let length = 40_000;
      return {
        get a(): string {
          return 'x'.repeat((length += by));
        },
      };
    };
    const written = text.encode(growing(1000));
    expect(text.validateBytes(written, 0, written.length)).toEqual([]);
    const doubling = { length: 20_000 };
    const value = {
      get a(): string {
        return 'x'.repeat((doubling.length *= 3));
      },
    };
    expect(() => text.encode(value)).toThrow('grows while it is being written');
  });

  it.each([-1, -70, 0.5, NaN, 2 ** 32])('offset %d is no place to write', (offset) => {
    expect(() => codec.encodeInto(plain, new Uint8Array(100), offset)).toThrow(AvroError);
  });

  it('a value deeper than the limit is refused, and one as deep is not', () => {
    const list = codecOf({ type: 'record', name: 'L', fields: [{ name: 'next', type: ['null', 'L'] }] }, { engine });
    const nest = (levels: number): object => {
      let value: object = { next: null };
      for (let level = 1; level < levels; level++) value = { next: value };
      return value;
    };
    const deepest = list.encode(nest(1024));
    expect(deepest).toHaveLength(1024);
    expect(list.encode(list.decode(deepest))).toEqual(deepest);
    for (const levels of [1025, 100_000]) {
      expect(outcomeOf(() => list.encode(nest(levels)))).toMatchObject({
        findings: [{ expected: 'records nested at most 1024 deep' }],
      });
    }
  });

  it('is read from shared memory and from the midst of a buffer', () => {
    const all = codecOf(
      record({ name: 's', type: 'string' }, { name: 'b', type: 'bytes' }, { name: 'd', type: 'double' }),
      { engine },
    );
    for (const text of ['abc', '\u00e9'.repeat(30), 'x'.repeat(100)]) {
      const value = { s: text, b: new Uint8Array(40).fill(7), d: 1.5 };
      for (const buffer of [new ArrayBuffer(400), new SharedArrayBuffer(400)]) {
        const target = new Uint8Array(buffer, 7, 390);
        const end = all.encodeInto(value, target, 5);
        expect(all.decode(target, 5, end)).toEqual(value);
        expect(all.validateBytes(target, 5, end)).toEqual([]);
      }
    }
  });
});
