import { describe, expect, it } from 'vitest';
import { AvroError, compileCodec, DATE_LOGICAL_TYPES, LOGICAL_TYPES, parseSchema } from '@sluice/avro';
import type { CodecOptions, JsonValue } from '@sluice/avro';
import { toHex } from './hex.ts';

/** One branch of each kind: its schema, its name as a tag, its bucket, and a value. */
const BRANCHES = {
  null: ['null', 'null', 'null', null],
  boolean: ['boolean', 'boolean', 'boolean', true],
  int: ['int', 'int', 'number', 5],
  long: ['long', 'long', 'number', 6],
  float: ['float', 'float', 'number', 1.5],
  double: ['double', 'double', 'number', 2.5],
  string: ['string', 'string', 'string', 'text'],
  enum: [{ type: 'enum', name: 'n.E', symbols: ['A', 'B'] }, 'n.E', 'string', 'B'],
  bytes: ['bytes', 'bytes', 'bytes', Uint8Array.of(1)],
  fixed: [{ type: 'fixed', name: 'n.F', size: 2 }, 'n.F', 'bytes', Uint8Array.of(1, 2)],
  array: [{ type: 'array', items: 'int' }, 'array', 'array', [7]],
  map: [{ type: 'map', values: 'int' }, 'map', 'object', { k: 8 }],
  record: [{ type: 'record', name: 'n.R', fields: [{ name: 'a', type: 'int' }] }, 'n.R', 'object', { a: 9 }],
  lenient: [
    { type: 'record', name: 'n.L', fields: [{ name: 'b', type: 'int', default: 1 }] },
    'n.L',
    'object',
    { b: 2 },
  ],
} as const satisfies Record<string, readonly [schema: JsonValue, tag: string, bucket: string, value: unknown]>;

type Kind = keyof typeof BRANCHES;
const KINDS = Object.keys(BRANCHES) as Kind[];

/** Every pair, and what a pair cannot show. */
const UNIONS: readonly (readonly Kind[])[] = [
  ...KINDS.map((kind) => [kind]),
  ...KINDS.flatMap((left) => KINDS.filter((right) => right !== left).map((right) => [left, right])),
  ['null', 'string', 'long'],
  ['null', 'int', 'long', 'float', 'double'],
  ['int', 'string', 'enum', 'bytes', 'null'],
  ['record', 'lenient', 'map', 'null', 'fixed', 'bytes'],
  KINDS,
];

/** Where in a value a union may stand: a schema around it, and a value around its value. */
const PLACES = {
  'at the root': [(union: JsonValue) => union, (value: unknown) => value],
  'in an array': [(items: JsonValue) => ({ type: 'array', items }), (value: unknown) => [value, value]],
  'in a map': [(values: JsonValue) => ({ type: 'map', values }), (value: unknown) => ({ x: value })],
  'in a record': [
    (type: JsonValue) => ({ type: 'record', name: 'Outer', fields: [{ name: 'u', type }] }),
    (value: unknown) => ({ u: value }),
  ],
} as const;

const FORMS: readonly (readonly [name: string, CodecOptions])[] = [
  ['jit', {}],
  ['interpreter', { engine: 'interpreter' }],
];

function codecOf(schema: JsonValue, options: CodecOptions = {}) {
  return compileCodec(parseSchema(typeof schema === 'string' ? JSON.stringify(schema) : schema), options);
}

describe.each(FORMS)('the union rule: %s', (_engine, options) => {
  it.each(Object.entries(PLACES))('is decided by the buckets of the branches, %s', (_place, [around, within]) => {
    for (const kinds of UNIONS) {
      const codec = codecOf(around(kinds.map((kind) => BRANCHES[kind][0])), options);
      const buckets = kinds.map((kind) => BRANCHES[kind][2]);
      for (const [index, kind] of kinds.entries()) {
        const [, tag, bucket, value] = BRANCHES[kind];
        const isTagged = buckets.filter((other) => other === bucket).length > 1;
        const shown = within(isTagged ? { [tag]: value } : value);
        const bytes = codec.encode(shown);
        expect([kinds, codec.decode(bytes)]).toEqual([kinds, shown]);
        expect(codec.validateBytes(bytes, 0, bytes.length)).toEqual([]);
        expect(codec.validateValue(shown)).toEqual([]);
        // A tag is taken everywhere, but where an object of that key could be a value of a branch.
        const others = kinds.filter((other) => BRANCHES[other][2] === 'object');
        const mistakable = others.length === 1 && (others[0] === 'map' || others[0] === 'lenient');
        const tagged = within({ [tag]: value });
        if (!mistakable) expect([kinds, toHex(codec.encode(tagged))]).toEqual([kinds, toHex(bytes)]);
        // A crowded branch takes nothing without its tag.
        if (isTagged) expect([kinds, index, codec.validateValue(within(value))]).not.toEqual([kinds, index, []]);
      }
    }
  });

  it('never takes one value for two branches: a map holds what looks like a tag', () => {
    const codec = codecOf([BRANCHES.map[0], 'int'], options);
    expect(codec.decode(codec.encode({ int: 5 }))).toEqual({ int: 5 });
    const lenient = codecOf([BRANCHES.lenient[0], 'int'], options);
    expect(lenient.decode(lenient.encode({ int: 5 }))).toEqual({ b: 1 });
  });

  const strings: JsonValue = { type: 'map', values: 'string' };
  const ints: JsonValue = { type: 'map', values: 'int' };
  const named: JsonValue = { type: 'record', name: 'n.N', fields: [{ name: 'int', type: 'string' }] };
  const date: JsonValue = { type: 'int', logicalType: 'date' };
  const tagLike: readonly [union: JsonValue[], value: unknown, index: number][] = [
    [['int', 'double', strings], { int: 'x' }, 2],
    [['int', 'double', strings], { int: 1 }, 0],
    [['int', 'double', strings], { double: 'x' }, 2],
    [['int', 'double', strings], { int: 'x', double: 'y' }, 2],
    [['int', 'double', strings], { string: 'x' }, 2],
    [['int', 'long', strings], { long: 5n }, 1],
    [['bytes', BRANCHES.fixed[0], strings], { 'n.F': 'x' }, 2],
    [['bytes', BRANCHES.fixed[0], strings], { 'n.F': Uint8Array.of(1, 2) }, 1],
    [['string', BRANCHES.enum[0], ints], { string: 5 }, 2],
    [['string', BRANCHES.enum[0], ints], { 'n.E': 'A' }, 1],
    [['int', 'double', named], { int: 'x' }, 2],
    [['int', 'double', named], { int: 1 }, 0],
    [['int', 'double', BRANCHES.lenient[0]], { int: 'x' }, 2],
    [['int', 'double', BRANCHES.lenient[0]], { int: 1 }, 0],
    // By nature either: the tag's.
    [['int', 'double', ints], { int: 1 }, 0],
    // A bare branch has a tag beside a map of another kind.
    [['int', strings], { int: 1 }, 0],
    [['int', strings], { int: 'x' }, 1],
    [['int', strings], { int: 'x', string: 'y' }, 1],
    [['null', strings], { null: null }, 0],
    [['null', strings], { map: { k: 'x' } }, 1],
    [['null', strings], { map: 'x' }, 1],
    [['string', ints], { string: 'x' }, 0],
    [['string', ints], { string: 1 }, 1],
    [[BRANCHES.array[0], ints], { array: [1] }, 0],
    [['int', ints], { int: 1 }, 1],
    [['int', { type: 'map', values: 'long' }], { int: 1 }, 1],
    [[date, strings], { int: '1970-01-02' }, 1],
    // Text that is no date is text.
    [[date, 'double', strings], { int: '1970-01-02' }, 0],
    [[date, 'double', strings], { int: 'x' }, 2],
    [[date, 'double', strings], { int: 1 }, 0],
  ];
  it.each(tagLike)('of %j with %o is chosen what can take what is under the key', (union, value, index) => {
    const codec = codecOf(union, { ...options, logicalTypes: LOGICAL_TYPES });
    const bytes = codec.encode(value);
    expect(bytes[0]).toBe(2 * index);
    expect(codec.validateValue(value)).toEqual([]);
    expect(toHex(codec.encode(codec.decode(bytes)))).toBe(toHex(bytes));
  });

  it('says what is wrong with the branch that was chosen, tag-like or not', () => {
    const codec = codecOf(['int', 'double', { type: 'map', values: 'bytes' }], options);
    expect(codec.validateValue({ int: 1.5 })).toMatchObject([{ path: '', found: 'number 1.5' }]);
    expect(codec.validateValue({ int: 'x' })).toMatchObject([{ path: '["int"]', found: 'string "x"' }]);
  });

  it('reads and writes tags of any name', () => {
    const named = (name: string): JsonValue => ({ type: 'record', name, fields: [] });
    for (const name of ['__proto__', 'constructor', 'toString', 'a.b.hasOwnProperty']) {
      const codec = codecOf([named(name), named('other')], options);
      const value = Object.defineProperty({}, name, { value: {}, enumerable: true });
      expect(toHex(codec.encode(value))).toBe('00');
      expect(Object.keys(codec.decode(codec.encode(value)) as object)).toEqual([name]);
    }
  });

  const refused: readonly [union: JsonValue, value: unknown][] = [
    [['int', 'double'], 5],
    [['int', 'double'], { float: 5 }],
    [['int', 'double'], { int: 5, double: 5 }],
    [['null', 'int'], undefined],
    [['null', 'int'], {}],
    [['null', 'int'], { null: undefined }],
    [['null', 'int'], 5n],
    [['null', BRANCHES.map[0]], new Map([['k', 1]])],
    [['null', BRANCHES.map[0]], new Date(0)],
    [[BRANCHES.map[0], BRANCHES.record[0]], { k: 8 }],
    [['string', BRANCHES.enum[0]], 'A'],
    [[], null],
  ];
  it.each(refused)('%j refuses %o', (union, value) => {
    const codec = codecOf(union, options);
    expect(() => codec.encode(value)).toThrow(AvroError);
    expect(codec.validateValue(value)).toHaveLength(1);
  });

  it('takes instances of classes for records and maps', () => {
    class Reading {
      a = 9;
    }
    const codec = codecOf(['null', BRANCHES.record[0]], options);
    expect(codec.decode(codec.encode(new Reading()))).toEqual({ a: 9 });
    const map = codecOf(['null', BRANCHES.map[0]], options);
    expect(map.decode(map.encode(new Reading()))).toEqual({ a: 9 });
    expect(map.decode(map.encode(Object.create(null)))).toEqual({});
  });
});

describe.each(FORMS)('logical types and forms of longs never move a branch: %s', (_engine, { engine = 'jit' }) => {
  const on = (type: string, logicalType: string, rest: object = {}): JsonValue => ({ type, logicalType, ...rest });
  const date = on('int', 'date');
  const timestamp = on('long', 'timestamp-millis');
  const decimal = on('bytes', 'decimal', { precision: 6, scale: 2 });
  const uuid = on('string', 'uuid');
  const duration = on('fixed', 'duration', { name: 'n.D', size: 12 });
  const DATES = { ...LOGICAL_TYPES, ...DATE_LOGICAL_TYPES };
  const id = 'f81d4fae-7dec-11d0-a765-00a0c91e6bf6';
  const day = new Date(86_400_000);

  const cases: readonly [union: JsonValue, options: CodecOptions, shown: unknown, index: number][] = [
    [['null', 'long'], { long: 'bigint' }, 5n, 1],
    [['null', 'long'], { long: 'string' }, '5', 1],
    [['string', 'long'], { long: 'bigint' }, 5n, 1],
    [['long', 'string'], { long: 'string' }, '5', 1],
    [['long', 'int'], { long: 'string' }, { long: '5' }, 0],
    [['null', date], {}, '1970-01-02', 1],
    [['string', date], {}, '1970-01-02', 0],
    [[date, BRANCHES.enum[0]], {}, 'A', 1],
    [[date, BRANCHES.enum[0]], {}, '1970-01-02', 0],
    [['long', BRANCHES.enum[0]], { long: 'string' }, '5', 0],
    [['long', BRANCHES.enum[0]], { long: 'string' }, 'A', 1],
    [['long', date], {}, { int: '1970-01-02' }, 1],
    [[date, timestamp], {}, { long: '1970-01-02T00:00:00.000Z' }, 1],
    [[decimal, duration], {}, { bytes: '12.50' }, 0],
    [[duration, decimal], {}, { 'n.D': 'P1D' }, 0],

    [['null', uuid], {}, id, 1],
    // Several that show as text: the first that takes it.
    [[date, decimal], {}, '1970-01-02', 0],
    [[date, decimal], {}, '12.50', 1],
    [[decimal, uuid, date], {}, id, 1],
    [[decimal, uuid, date], {}, '12.50', 0],
    [[uuid, decimal], {}, '12.50', 1],
    [['long', decimal], { long: 'string' }, '12345678', 0],
    [[decimal, 'long'], { long: 'string' }, '12', 1],
    [[decimal, 'long'], { long: 'string' }, '12.50', 0],
    // A Date is an object too.
    [[BRANCHES.map[0], date], { logicalTypes: DATES }, day, 1],
    [[BRANCHES.record[0], date], { logicalTypes: DATES }, day, 1],
    [[BRANCHES.lenient[0], timestamp], { logicalTypes: DATES }, day, 1],
    [[BRANCHES.map[0], date], { logicalTypes: DATES }, { k: 8 }, 0],
    [[BRANCHES.map[0], BRANCHES.record[0], date], { logicalTypes: DATES }, { 'n.R': { a: 9 } }, 1],
    [[BRANCHES.map[0], BRANCHES.record[0], date], { logicalTypes: DATES }, day, 2],
    [['int', timestamp, 'double'], { logicalTypes: DATES }, { long: day }, 1],
    [['null', date, decimal, BRANCHES.array[0]], { logicalTypes: DATES }, '12.50', 2],
  ];
  it.each(cases)('%j with %o shows %o', (union, { logicalTypes = LOGICAL_TYPES, ...rest }, shown, index) => {
    const codec = codecOf(union, { logicalTypes, engine, ...rest });
    const bytes = codec.encode(shown);
    expect(bytes[0]).toBe(2 * index);
    expect(codec.decode(bytes)).toEqual(shown);
    expect(codec.validateValue(shown)).toEqual([]);
    // Bare with conversions is bare without, and tagged is tagged.
    const plain = codecOf(union, { engine }).decode(bytes);
    const tags = (union as JsonValue[]).map(
      (branch) => (branch as { name?: string }).name ?? (branch as { type?: string }).type ?? branch,
    );
    const isTagged = (value: unknown): boolean => tags.includes(Object.keys(Object(value)).join());
    expect(isTagged(plain)).toBe(isTagged(shown));
    expect(codec.decode(codec.encode(plain))).toEqual(shown);
  });

  it('a tag chooses exactly', () => {
    const codec = codecOf(['string', timestamp], { logicalTypes: LOGICAL_TYPES, engine });
    const text = '1970-01-02T00:00:00.000Z';
    expect(codec.encode(text)[0]).toBe(0);
    expect(codec.encode({ long: text })[0]).toBe(2);
    expect(codec.decode(codec.encode({ long: text }))).toBe(text);
    expect(codec.validateValue({ long: 'x' })).toMatchObject([{ path: '', found: 'string "x"' }]);
  });
});
