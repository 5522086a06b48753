import { describe, expect, it } from 'vitest';
import { checkCompatibility, compileCodec, compileResolver, parseSchema } from '@sluice/avro';
import type { JsonValue } from '@sluice/avro';

const parse = (schema: JsonValue) => parseSchema(typeof schema === 'string' ? JSON.stringify(schema) : schema);
const record = (name: string, ...fields: JsonValue[]): JsonValue => ({ type: 'record', name, fields });
const enumeration = (symbols: JsonValue, rest: object = {}): JsonValue => ({
  type: 'enum',
  name: 'E',
  symbols,
  ...rest,
});

function resolve(writer: JsonValue, reader: JsonValue, value: unknown): unknown {
  const bytes = compileCodec(parse(writer)).encode(value);
  return compileResolver(parse(writer), parse(reader)).decode(bytes);
}

describe('compileResolver', () => {
  const int = { name: 'a', type: 'int' };
  const cases: readonly [name: string, writer: JsonValue, reader: JsonValue, value: unknown, resolved: unknown][] = [
    ['rounds an int to a float', 'int', 'float', 16_777_217, 16_777_216],
    ['turns bytes into text', 'bytes', 'string', Uint8Array.of(0xc3, 0xa9), 'é'],
    ['turns text into bytes', 'string', 'bytes', 'é', Uint8Array.of(0xc3, 0xa9)],
    ['reads a union as one of its branches', ['int', 'string'], 'string', 'x', 'x'],
    ['prefers the exact branch', 'int', ['string', 'float', 'int'], 5, { int: 5 }],
    ['takes the first branch to promote to', 'int', ['null', 'long', 'string'], 5, 5],
    ['takes an enum default', enumeration(['A', 'C']), enumeration(['A', 'B'], { default: 'B' }), 'C', 'B'],
    [
      'skips and reorders fields',
      record('R', { name: 's', type: { type: 'map', values: 'string' } }, int),
      record('R', int),
      { s: { k: 'v' }, a: 3 },
      { a: 3 },
    ],
    [
      'follows a field alias',
      record('R', int),
      record('R', { name: 'b', type: 'long', aliases: ['a'] }),
      { a: 3 },
      { b: 3 },
    ],
    [
      'follows a field alias into another namespace',
      record('x.R', int),
      record('y.R', { name: 'b', type: 'long', aliases: ['a'] }),
      { a: 3 },
      { b: 3 },
    ],
    [
      'follows a type alias in a union',
      ['null', record('Old', int)],
      ['null', { type: 'record', name: 'y.R', aliases: ['Old'], fields: [int] }],
      { a: 1 },
      { a: 1 },
    ],
    [
      'matches records of a union by structure',
      ['null', record('A', int)],
      ['null', record('B', { name: 'a', type: 'long' })],
      { a: 1 },
      { a: 1 },
    ],
    [
      'finds an enum of another namespace',
      ['null', { ...(enumeration(['A']) as object), namespace: 'x' }],
      ['null', enumeration(['A'])],
      'A',
      'A',
    ],
    [
      'tags what becomes the crowded branch of a union',
      record('A', int),
      [record('A', int), record('B')],
      { a: 1 },
      { A: { a: 1 } },
    ],
    [
      'makes defaults of every type',
      record('R'),
      record(
        'R',
        { name: 'b', type: { type: 'map', values: 'int' }, default: { __proto__x: 1 } },
        {
          name: 'c',
          type: record(
            'C',
            { name: 'x', type: 'int', default: 3 },
            { name: 'y', type: ['string', 'null'], default: 'q' },
          ),
          default: {},
        },
        { name: 'd', type: 'bytes', default: 'ÿ' },
        { name: 'g', type: ['int', 'double'], default: 1 },
        { name: 'h', type: ['int', 'null'], default: null },
      ),
      {},
      { b: { __proto__x: 1 }, c: { x: 3, y: 'q' }, d: Uint8Array.of(255), g: { int: 1 }, h: null },
    ],
    [
      'follows recursion',
      record('N', { name: 'v', type: 'int' }, { name: 'next', type: ['null', 'N'] }),
      record(
        'N',
        { name: 'next', type: ['null', 'N'] },
        { name: 'v', type: 'double' },
        { name: 'w', type: 'string', default: 'd' },
      ),
      { v: 1, next: { v: 2, next: null } },
      { v: 1, w: 'd', next: { v: 2, w: 'd', next: null } },
    ],
  ];
  it.each(cases)('%s', (_name, writer, reader, value, resolved) => {
    expect(resolve(writer, reader, value)).toEqual(resolved);
  });

  it('gives every value its own default', () => {
    const resolver = compileResolver(
      parse(record('R')),
      parse(record('R', { name: 'l', type: { type: 'array', items: 'int' }, default: [1] })),
    );
    const [first, second] = [resolver.decode(new Uint8Array()), resolver.decode(new Uint8Array())] as { l: number[] }[];
    first?.l.push(2);
    expect(second).toEqual({ l: [1] });
  });

  it('rounds a long to a float once', () => {
    const codec = compileCodec(parse('long'), { long: 'bigint' });
    // Halfway between two floats but for the last bit, which a detour over double loses.
    const value = 2n ** 62n + 2n ** 38n + 1n;
    expect(compileResolver(parse('long'), parse('float')).decode(codec.encode(value))).toBe(2 ** 62 + 2 ** 39);
    expect(compileResolver(parse('long'), parse('double')).decode(codec.encode(-(2n ** 63n)))).toBe(-(2 ** 63));
  });

  it('fails only on a value that the reader cannot take, and says so before', () => {
    const [writer, reader] = [parse(['int', 'string', enumeration(['A', 'B'])]), parse([enumeration(['A']), 'int'])];
    const resolver = compileResolver(writer, reader);
    expect(resolver.unresolvable).toHaveLength(2);
    expect(resolver.decode(Uint8Array.of(0, 10))).toBe(5);
    expect(() => resolver.decode(Uint8Array.of(2, 2, 0x61))).toThrow('expected union [E, int] at byte 1, found string');
    expect(() => resolver.decode(Uint8Array.of(4, 2))).toThrow(
      'expected a symbol that the reader has, or a default for it at byte 1, found B',
    );
  });

  it("shows longs in the form of the reader's field", () => {
    const writer = parse(record('x.R', { name: 'a', type: 'int' }, { name: 'skipped', type: 'long' }));
    const reader = parse(
      record('y.R', { name: 'b', type: 'long', aliases: ['a'] }, { name: 'c', type: 'long', default: 7 }),
    );
    const bytes = Uint8Array.of(6, ...new Uint8Array(9).fill(255), 1);
    for (const engine of ['jit', 'interpreter'] as const) {
      const long = { default: 'bigint', fields: { 'y.R.b': 'string' } } as const;
      expect(compileResolver(writer, reader, { long, engine }).decode(bytes)).toEqual({ b: '3', c: 7n });
    }
    expect(() => compileResolver(writer, reader, { long: { fields: { 'x.R.a': 'string' } } })).toThrow('y.R.b');
  });

  it('reads strictly what becomes a string, and skips strictly what was one', () => {
    const options = { utf8: 'strict' } as const;
    const bytes = Uint8Array.of(2, 0xff);
    expect(() => compileResolver(parse('bytes'), parse('string'), options).decode(bytes)).toThrow('well-formed UTF-8');
    expect(compileResolver(parse('string'), parse('bytes'), options).decode(bytes)).toEqual(Uint8Array.of(0xff));
    const skipping = compileResolver(parse(record('R', { name: 'a', type: 'string' })), parse(record('R')), options);
    expect(() => skipping.decode(bytes)).toThrow('well-formed UTF-8');
  });

  it('blames no field that it skips for a value that it would not show', () => {
    const writer = parse(record('R', { name: 'skipped', type: 'long' }, { name: 'kept', type: 'boolean' }));
    const reader = parse(record('R', { name: 'kept', type: 'boolean' }));
    const bytes = Uint8Array.of(...Array.from({ length: 9 }, () => 0xff), 1, 7);
    expect(() => compileResolver(writer, reader).decode(bytes)).toThrow('expected boolean (a byte 0 or 1) in kept');
  });
});

describe('aliases of schemas that say the same', () => {
  it('rename nothing, as in Java: an alias may be the name of something else', () => {
    const text = JSON.stringify({
      type: 'record',
      name: 'R',
      fields: [
        { name: 'state', type: ['long', { type: 'enum', name: 'E', symbols: ['ON', 'OFF'] }] },
        { name: 'id', type: { type: 'fixed', name: 'F', aliases: ['E'], size: 1 } },
      ],
    });
    const [writer, reader] = [parseSchema(text), parseSchema(text)];
    const value = { state: 'OFF', id: Uint8Array.of(7) };
    const resolver = compileResolver(writer, reader);
    expect(resolver.unresolvable).toEqual([]);
    expect(resolver.decode(compileCodec(writer).encode(value))).toEqual(value);
  });
});

describe('a default of bytes with characters above U+00FF holds question marks for them, as in Java', () => {
  it.each<[type: JsonValue, text: string, bytes: number[]]>([
    ['bytes', 'é😀', [0xe9, 0x3f]],
    [{ type: 'fixed', name: 'F', size: 2 }, 'é😀', [0xe9, 0x3f]],
    [['bytes', 'string'], '\u0100\ud800', [0x3f, 0x3f]],
  ])('%j %j', (type, text, bytes) => {
    const writer = parseSchema({ type: 'record', name: 'R', fields: [] });
    const reader = parseSchema({ type: 'record', name: 'R', fields: [{ name: 'b', type, default: text }] });
    expect(checkCompatibility(reader, writer)).toEqual([]);
    const resolver = compileResolver(writer, reader, { engine: 'interpreter' });
    expect(resolver.unresolvable).toEqual([]);
    const { b } = resolver.decode(new Uint8Array()) as Record<string, unknown>;
    const value = b instanceof Uint8Array ? b : (b as Record<string, unknown>).bytes;
    expect(value).toEqual(Uint8Array.from(bytes));
  });
});
