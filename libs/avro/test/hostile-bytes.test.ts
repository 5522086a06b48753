import { describe, expect, it } from 'vitest';
import { compileCodec, compileResolver, parseSchema } from '@sluice/avro';
import type { JsonValue } from '@sluice/avro';
import { fromHex } from './hex.ts';

const record = (name: string, ...fields: JsonValue[]): JsonValue => ({ type: 'record', name, fields });
const TWO_BILLION = '80d0acf30e';

/** Bytes that claim more than they hold: what stops each is a count of bytes left, of items or of levels, never time. */
const cases: readonly [name: string, schema: JsonValue, bytes: Uint8Array, expected: string][] = [
  ['2e9 nulls', { type: 'array', items: 'null' }, fromHex(`${TWO_BILLION}00`), 'a count of items'],
  ['2e9 empty records', { type: 'array', items: record('E') }, fromHex(`${TWO_BILLION}00`), 'a count of items'],
  ['2e9 ints of which one is there', { type: 'array', items: 'int' }, fromHex(`${TWO_BILLION}02`), 'a count of items'],
  ['2e9 entries', { type: 'map', values: 'null' }, fromHex(`${TWO_BILLION}02`), 'a count of entries'],
  ['the least count', { type: 'array', items: 'null' }, fromHex('ffffffffffffffffff010202'), 'a count of items'],
  ['a block of more bytes than there are', { type: 'array', items: 'int' }, fromHex('01fe0200'), 'a count of items'],
  ['many blocks of nulls', { type: 'array', items: 'null' }, new Uint8Array(100_000).fill(0x7e), 'a count of items'],
  [
    'an endless list',
    record('L', { name: 'n', type: ['null', 'L'] }),
    new Uint8Array(1_000_000).fill(2),
    'records nested at most',
  ],
  [
    'arrays in arrays',
    record('Q', { name: 'a', type: { type: 'array', items: 'Q' } }),
    new Uint8Array(1_000_000).fill(2),
    'records nested at most',
  ],
  ['a type that must hold itself', record('S', { name: 's', type: 'S' }), new Uint8Array(10), 'records nested at most'],
  ['a text of 2^62 bytes', 'string', fromHex('feffffffffffffff7f'), 'string with its length'],
];

describe('hostile bytes are refused after little work', () => {
  it.each(cases)('%s', (_name, schema, bytes, expected) => {
    const parsed = parseSchema(typeof schema === 'string' ? JSON.stringify(schema) : schema);
    const codec = compileCodec(parsed);
    expect(codec.validateBytes(bytes, 0, bytes.length)[0]?.expected).toContain(expected);
    expect(() => codec.decode(bytes)).toThrow(expected);
    expect(() => compileResolver(parsed, parsed).decode(bytes)).toThrow(expected);
  });

  it('depth that data has is read', () => {
    const codec = compileCodec(parseSchema(record('L', { name: 'n', type: ['null', 'L'] })));
    const bytes = new Uint8Array(1001).fill(2);
    bytes[1000] = 0;
    expect(codec.encode(codec.decode(bytes))).toEqual(bytes);
  });

  it('a path of a thousand steps is cut', () => {
    const codec = compileCodec(parseSchema(record('L', { name: 'n', type: ['null', 'L'] })));
    const bytes = new Uint8Array(1001).fill(2);
    expect(codec.validateBytes(bytes, 0, 900)[0]?.path.length).toBeLessThan(300);
  });
});
