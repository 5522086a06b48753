import { describe, expect, it } from 'vitest';
import { AvroError, compileCodec, parseSchema } from '@sluice/avro';
import type { AvroFinding, CodecOptions, JsonValue } from '@sluice/avro';
import { fromHex, toHex } from './hex.ts';

function codecOf(schema: JsonValue, options: CodecOptions = {}) {
  return compileCodec(parseSchema(typeof schema === 'string' ? JSON.stringify(schema) : schema), options);
}

function findingsOf(action: () => unknown): readonly AvroFinding[] {
  try {
    action();
    return [];
  } catch (error) {
    if (error instanceof AvroError) return error.findings;
    throw error;
  }
}

const record = (...fields: JsonValue[]): JsonValue => ({ type: 'record', name: 'R', fields });
const proto = (value: unknown): object => Object.defineProperty({}, '__proto__', { value, enumerable: true });

describe('bytes as Java writes them', () => {
  const cases: readonly [name: string, schema: JsonValue, value: unknown, bytes: string, options?: CodecOptions][] = [
    ['null', 'null', null, ''],
    ['boolean', 'boolean', true, '01'],
    ['least int', 'int', -2_147_483_648, 'ffffffff0f'],
    ['int of two bytes', 'int', -65, '8101'],
    ['long as number', 'long', Number.MAX_SAFE_INTEGER, 'feffffffffffff1f'],
    ['long as bigint', 'long', 9_007_199_254_740_993n, '8280808080808020', { long: 'bigint' }],
    ['least long', 'long', -(2n ** 63n), 'ffffffffffffffffff01', { long: 'bigint' }],
    ['long as string', 'long', '9223372036854775807', 'feffffffffffffffff01', { long: 'string' }],
    ['float', 'float', 1.5, '0000c03f'],
    ['infinite float', 'float', -Infinity, '000080ff'],
    ['negative zero', 'double', -0, '0000000000000080'],
    ['smallest double', 'double', 5e-324, '0100000000000000'],
    ['bytes', 'bytes', fromHex('00ff'), '0400ff'],
    ['text of each length', 'string', 'a\u00df\u20ac\u{1F600}', '1461c39fe282acf09f9880'],
    ['a byte order mark', 'string', '\ufeff', '06efbbbf'],
    ['fixed', { type: 'fixed', name: 'F', size: 2 }, fromHex('0102'), '0102'],
    ['enum', { type: 'enum', name: 'E', symbols: ['A', 'B'] }, 'B', '02'],
    ['array', { type: 'array', items: 'int' }, [1, -1], '04020100'],
    ['empty array', { type: 'array', items: 'int' }, [], '00'],
    [
      'map',
      { type: 'map', values: 'int' },
      { constructor: 1, toString: 2 },
      '0416636f6e7374727563746f720210746f537472696e670400',
    ],
    ['map with __proto__', { type: 'map', values: 'int' }, proto(1), '02125f5f70726f746f5f5f0200'],
    ['field __proto__', record({ name: '__proto__', type: 'int' }), proto(3), '06'],
    ['field constructor', record({ name: 'constructor', type: 'int' }), { constructor: 3 }, '06'],
    ['bare union', ['null', 'string', 'long', { type: 'array', items: 'int' }], 'x', '020278'],
    ['tagged numbers', ['int', 'null', 'double'], { int: 3 }, '0006'],
    ['bare beside tagged', ['int', 'null', 'double'], null, '02'],
    [
      'tagged records',
      [
        { type: 'record', name: 'n.A', fields: [] },
        { type: 'map', values: 'int' },
      ],
      { 'n.A': {} },
      '00',
    ],
  ];
  it.each(cases)('%s', (_name, schema, value, bytes, options) => {
    const codec = codecOf(schema, options);
    expect(toHex(codec.encode(value))).toBe(bytes);
    expect(codec.decode(fromHex(bytes))).toEqual(value);
    expect(codec.validateBytes(fromHex(bytes), 0, bytes.length / 2)).toEqual([]);
  });

  it('long text takes the same way as short text', () => {
    const codec = codecOf('string');
    for (const char of ['x', '\u00df', '\u20ac', '\u{1F600}']) {
      for (const length of [1, 7, 8, 9, 20, 39, 40, 63, 64, 100, 3000, 40_000]) {
        const text = char.repeat(length);
        const expected = new TextEncoder().encode(text);
        const bytes = codec.encode(text);
        expect(bytes.subarray(bytes.length - expected.length)).toEqual(expected);
        expect(codec.decode(bytes)).toBe(text);
      }
    }
  });

  it('a lone surrogate is written as ?, like Java', () => {
    expect(toHex(codecOf('string').encode('\ud800'))).toBe('023f');
    expect(toHex(codecOf('string').encode('\udc00'.padEnd(50, 'x')).subarray(0, 3))).toBe('643f78');
  });

  it('reads blocks with their size, and several of them', () => {
    expect(codecOf({ type: 'array', items: 'int' }).decode(fromHex('04020401020600'))).toEqual([1, 2, 3]);
    expect(codecOf({ type: 'map', values: 'int' }).decode(fromHex('04026b02026b0400'))).toEqual({ k: 2 });
  });

  it('gives a fresh default where a field is missing', () => {
    const schema = record(
      { name: 'a', type: 'int' },
      { name: 'b', type: { type: 'array', items: 'long' }, default: [1] },
      { name: 'c', type: ['null', 'string'], default: null },
    );
    expect(toHex(codecOf(schema).encode({ a: 5 }))).toBe('0a02020000');
  });

  it('takes tags for bare branches where nothing else can look like them', () => {
    const encode = (schema: JsonValue, value: unknown): string => toHex(codecOf(schema).encode(value));
    expect(encode(['null', 'string'], { string: 'x' })).toBe('020278');
    const bare = ['null', record({ name: 'a', type: 'int' })];
    expect(encode(bare, { R: { a: 1 } })).toBe('0202');
    expect(encode(bare, { a: 1 })).toBe('0202');
    // A map may hold any key, so an object is always the map.
    expect(encode(['null', { type: 'map', values: 'string' }], { map: 'x' })).toBe('0202066d6170027800');
  });

  it('encodes where it is told, and says when there is no room', () => {
    const codec = codecOf('string');
    const target = new Uint8Array(10);
    expect(codec.encodeInto('abc', target, 4)).toBe(8);
    expect(toHex(target)).toBe('00000000066162630000');
    expect(() => codec.encodeInto('abc', target, 7)).toThrow('the value takes 4 bytes, and the target has 3');
    expect(() => codec.encodeInto('\u20ac'.repeat(100), target, 0)).toThrow(AvroError);
  });

  it('keeps values apart that share memory, of all sizes', () => {
    const codec = codecOf('bytes');
    const values = Array.from({ length: 100 }, (_, index) => new Uint8Array((index * 701) % 40_009).fill(index));
    const encoded = values.map((value) => codec.encode(value));
    expect(encoded.map((bytes) => codec.decode(bytes))).toEqual(values);
  });

  it('survives a getter that encodes', () => {
    const codec = codecOf(record({ name: 'a', type: 'string' }, { name: 'b', type: 'string' }));
    const value = {
      a: 'first',
      get b() {
        return toHex(codec.encode({ a: 'x', b: 'y' }));
      },
    };
    expect(codec.decode(codec.encode(value))).toEqual({ a: 'first', b: '02780279' });
  });

  it('copies bytes, and reads within its bounds', () => {
    const source = fromHex('ff04010202ff');
    const value = codecOf('bytes').decode(source, 1, 4);
    source.fill(0);
    expect(value).toEqual(fromHex('0102'));
  });
});

describe('values that do not match', () => {
  const reading = record(
    { name: 'values', type: { type: 'array', items: 'int' } },
    { name: 'labels', type: { type: 'map', values: ['null', 'string'] } },
    { name: 'state', type: { type: 'enum', name: 'State', symbols: ['ON', 'OFF'] } },
  );
  it('are all named with their paths', () => {
    const value = { values: [1, 2.5, '3'], labels: { 'a b': 7 }, state: 'BROKEN' };
    expect(findingsOf(() => codecOf(reading).encode(value))).toEqual([
      { path: 'values[1]', expected: 'int (whole number of 32 bits)', found: 'number 2.5' },
      { path: 'values[2]', expected: 'int (whole number of 32 bits)', found: 'string "3"' },
      { path: 'labels["a b"]', expected: 'one of null, string', found: 'number 7' },
      { path: 'state', expected: 'one of ON, OFF', found: 'string "BROKEN"' },
    ]);
  });

  const cases: readonly [name: string, schema: JsonValue, value: unknown, path: string, options?: CodecOptions][] = [
    ['a bigint as int', 'int', 5n, ''],
    ['a long beyond 64 bits', 'long', 2n ** 63n, ''],
    ['an inexact long', 'long', 2 ** 53, ''],
    ['digits without the option', 'long', '5', ''],
    ['a text as digits', 'long', '5x', '', { long: 'string' }],
    ['a float out of range', 'float', 1e300, ''],
    ['a Uint16Array as bytes', 'bytes', new Uint16Array(2), ''],
    ['a missing field', record({ name: 'a', type: 'int' }), {}, 'a'],
    ['an inherited field', record({ name: 'toString', type: 'string' }), {}, 'toString'],
    ['an array as record', record(), [], ''],
    ['undefined as null', ['null', 'int'], undefined, ''],
    ['an untagged number', ['int', 'double'], 5, ''],
    ['a tag of no branch', ['int', 'double'], { long: 5 }, ''],
    ['two tags', ['int', 'double'], { int: 5, double: 5 }, ''],
    ['a short fixed', { type: 'fixed', name: 'F', size: 2 }, new Uint8Array(1), ''],
    ['a symbol', 'string', Symbol('x'), ''],
  ];
  it.each(cases)('%s', (_name, schema, value, path, options) => {
    expect(findingsOf(() => codecOf(schema, options).encode(value))).toMatchObject([{ path }]);
  });

  it('bytes whose length no reader takes', () => {
    expect(findingsOf(() => codecOf('bytes').encode(new Uint8Array(2 ** 31)))).toEqual([
      { path: '', expected: 'bytes, at most 2147483647', found: 'Uint8Array of 2147483648 bytes' },
    ]);
  });

  it('a value that is another when it is looked at again', () => {
    let reads = 0;
    const shifty = Object.defineProperty({}, 'a', { get: () => (reads++ === 0 ? 'x' : 1), enumerable: true });
    expect(findingsOf(() => codecOf(record({ name: 'a', type: 'int' })).encode(shifty))).toMatchObject([
      { expected: 'a value for which the stack and the memory suffice, the same whenever it is read' },
    ]);
  });

  it('an object that holds itself', () => {
    const list = record({ name: 'next', type: ['null', 'R'] });
    const loop: { next: unknown } = { next: null };
    loop.next = loop;
    expect(findingsOf(() => codecOf(list).encode(loop))[0]).toMatchObject({
      expected: 'records nested at most 1024 deep',
    });
  });
});

describe('bytes that do not match', () => {
  const reading = record(
    { name: 'id', type: 'string' },
    { name: 'values', type: { type: 'array', items: record2() } },
    { name: 'labels', type: { type: 'map', values: 'boolean' } },
  );
  function record2(): JsonValue {
    return { type: 'record', name: 'V', fields: [{ name: 'value', type: ['null', 'float'] }] };
  }

  const cases: readonly [name: string, schema: JsonValue, bytes: string, finding: object][] = [
    ['nothing', 'int', '', { path: '', offset: 0, found: 'the end of the bytes', kind: 'malformed' }],
    ['a byte too many', 'int', '0202', { path: '', offset: 1, found: '1 more byte', kind: 'left-over' }],
    [
      'a cut record',
      reading,
      '026102020000',
      { path: 'values[0].value', offset: 4, expected: 'float (4 bytes)', found: '2 bytes left' },
    ],
    ['a branch that is not', reading, '0261020400', { path: 'values[0].value', offset: 3, found: '2' }],
    ['a boolean of 2', reading, '02610002026b0200', { path: 'labels["k"]', offset: 6, found: 'byte 2' }],
    [
      'a text that ends late',
      'string',
      '0a6162',
      { path: '', offset: 0, expected: 'string of 5 bytes', found: '2 bytes left' },
    ],
    ['a negative length', 'bytes', '09', { offset: 0, found: 'length -5' }],
    ['an endless varint', 'long', 'ff'.repeat(12), { offset: 0, found: 'a number of more than 10 bytes' }],
    ['an int of more than 32 bits', 'int', 'ffffffff1f', { offset: 0, found: 'a number out of range' }],
    ['a symbol that is not', { type: 'enum', name: 'E', symbols: ['A'] }, '02', { found: '1' }],
    ['a negative symbol', { type: 'enum', name: 'E', symbols: ['A'] }, '01', { found: '-1' }],
    [
      'a short fixed',
      { type: 'fixed', name: 'F', size: 4 },
      '0102',
      { expected: 'fixed of 4 bytes', found: '2 bytes left' },
    ],
  ];
  it.each(cases)('%s', (_name, schema, text, finding) => {
    const codec = codecOf(schema);
    expect(codec.validateBytes(fromHex(text), 0, text.length / 2)[0]).toMatchObject(finding);
    expect(findingsOf(() => codec.decode(fromHex(text)))).toMatchObject([finding]);
    // The same bytes in the middle of others: nothing is read behind the end, and offsets count from the start.
    const padded = fromHex(`ff${text}${'00'.repeat(16)}`);
    expect(codec.validateBytes(padded, 1, 1 + text.length / 2)[0]).toMatchObject(finding);
    expect(findingsOf(() => codec.decode(padded, 1, 1 + text.length / 2))).toMatchObject([finding]);
  });

  it('a long that a number cannot hold is valid, and decodes in another form', () => {
    const bytes = fromHex('8280808080808020');
    expect(codecOf('long').validateBytes(bytes, 0, bytes.length)).toEqual([]);
    expect(findingsOf(() => codecOf('long').decode(bytes))).toMatchObject([{ found: 'one beyond 2^53' }]);
    expect(codecOf('long', { long: 'string' }).decode(bytes)).toBe('9007199254740993');
  });
});
