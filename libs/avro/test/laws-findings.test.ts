import { describe, expect, it } from 'vitest';
import { AvroError, compileCodec, compileResolver, LOGICAL_TYPES, parseSchema } from '@sluice/avro';
import type { AvroFinding, Engine, JsonValue } from '@sluice/avro';
import { fromHex } from './hex.ts';

const ENGINES: readonly Engine[] = ['jit', 'interpreter'];

/** A place for each kind of mistake, each reached by a path of its own. */
const OUTER = (type: JsonValue): JsonValue => ({
  type: 'record',
  name: 'Outer',
  fields: [
    { name: 'id', type: 'int' },
    {
      name: 'list',
      type: {
        type: 'array',
        items: { type: 'record', name: 'Item', fields: [{ name: 'map', type: { type: 'map', values: type } }] },
      },
    },
  ],
});
const around = (value: unknown): unknown => ({ id: 1, list: [{ map: {} }, { map: { 'a "b"': value } }] });
const PATH = 'list[1].map["a \\"b\\""]';
/** What comes before the value in the bytes: 1, a block of two items, an empty map, a block of one entry, its key. */
const BEFORE = '020400020a6120226222';
const OFFSET = BEFORE.length / 2;

interface Mistake {
  readonly type: JsonValue;
  /** A value that is wrong, and what is said of it. */
  readonly value?: readonly [value: unknown, expected: string, found: string];
  /** Bytes that are wrong in the same way, and what is said of them. */
  readonly bytes?: readonly [hex: string, expected: string, found: string];
}

const enumeration: JsonValue = { type: 'enum', name: 'E', symbols: ['A', 'B'] };
const fixed: JsonValue = { type: 'fixed', name: 'F', size: 4 };

const MISTAKES: Readonly<Record<string, Mistake>> = {
  'no null': { type: 'null', value: [0, 'null', 'number 0'] },
  'a missing value': { type: 'null', value: [undefined, 'null', 'nothing'] },
  'a boolean': {
    type: 'boolean',
    value: [1, 'boolean', 'number 1'],
    bytes: ['02', 'boolean (a byte 0 or 1)', 'byte 2'],
  },
  'an int too big': {
    type: 'int',
    value: [2 ** 31, 'int (whole number of 32 bits)', 'number 2147483648'],
    bytes: ['8080808010', 'int', 'a number out of range'],
  },
  'a long too big': {
    type: 'long',
    value: [2n ** 63n, 'long (whole number of 64 bits, exact: beyond 2^53 as bigint)', 'bigint 9223372036854775808'],
    bytes: ['80808080808080808002', 'long', 'a number out of range'],
  },
  'an endless long': { type: 'long', bytes: ['ff'.repeat(11), 'long', 'a number of more than 10 bytes'] },
  'a float too big': { type: 'float', value: [1e39, 'float (number of 32 bits)', 'number 1e+39'] },
  'a cut float': { type: 'float', bytes: ['0000', 'float (4 bytes)', '2 bytes left'] },
  'a double that is text': { type: 'double', value: ['1', 'double (number)', 'string "1"'] },
  'a cut double': { type: 'double', bytes: ['000000', 'double (8 bytes)', '3 bytes left'] },
  'a string that is none': { type: 'string', value: [5, 'string', 'number 5'] },
  'a cut string': { type: 'string', bytes: ['0661', 'string of 3 bytes', '1 byte left'] },
  'a string of negative length': { type: 'string', bytes: ['01', 'string with its length before it', 'length -1'] },
  'an array as bytes': { type: 'bytes', value: [[1], 'bytes (Uint8Array)', 'array of 1'] },
  'bytes of negative length': { type: 'bytes', bytes: ['03', 'bytes with its length before it', 'length -2'] },
  'a short fixed': {
    type: fixed,
    value: [new Uint8Array(3), 'fixed of 4 bytes (Uint8Array)', 'Uint8Array of 3 bytes'],
    bytes: ['000000', 'fixed of 4 bytes', '3 bytes left'],
  },
  'no symbol': {
    type: enumeration,
    value: ['C', 'one of A, B', 'string "C"'],
    bytes: ['04', 'the index of an enum symbol, 0 to 1', '2'],
  },
  'no branch': {
    type: ['null', 'string'],
    value: [5, 'one of null, string', 'number 5'],
    bytes: ['04', 'the index of a union branch, 0 to 1', '2'],
  },
  'an array that is none': {
    type: { type: 'array', items: 'int' },
    value: [{}, 'array', 'object without keys of its own'],
  },
  'a count too big': {
    type: { type: 'array', items: 'int' },
    bytes: ['7e', 'a count of items that fits the bytes left', '63 with the end of the bytes'],
  },
  'a map that is none': { type: { type: 'map', values: 'int' }, value: [[], 'map', 'array of 0'] },
  'a record that is none': {
    type: { type: 'record', name: 'In', fields: [{ name: 'a', type: 'int' }] },
    value: [null, 'record In', 'null'],
  },
};

describe.each(ENGINES)('a mistake is said in the same words wherever it is found, with its path: %s', (engine) => {
  it.each(Object.entries(MISTAKES))('%s', (_name, { type, value, bytes }) => {
    const codec = compileCodec(parseSchema(OUTER(type)), { engine });
    if (value !== undefined) {
      const findings = [{ path: PATH, expected: value[1], found: value[2] }];
      expect(findingsOf(() => codec.encode(around(value[0])))).toEqual(findings);
      expect(findingsOf(() => codec.encodeInto(around(value[0]), new Uint8Array(100), 0))).toEqual(findings);
      expect(codec.validateValue(around(value[0]))).toEqual(findings);
    }
    if (bytes !== undefined) {
      const source = fromHex(BEFORE + bytes[0]);
      const finding = { path: PATH, expected: bytes[1], found: bytes[2], offset: OFFSET, kind: 'malformed' };
      // Where a text is cut the place is behind its length.
      const findings = [expect.objectContaining({ ...finding, offset: expect.any(Number) as number })];
      const [first] = codec.validateBytes(source, 0, source.length);
      expect([first]).toEqual(findings);
      expect([OFFSET, OFFSET + 1]).toContain(first?.offset);
      expect(findingsOf(() => codec.decode(source))).toEqual([first]);
      const resolver = compileResolver(parseSchema(OUTER(type)), parseSchema(OUTER(type)), { engine });
      expect(findingsOf(() => resolver.decode(source))).toEqual([first]);
      // In the midst of other bytes, places still count from the start of the value.
      const padded = fromHex(`00${BEFORE}${bytes[0]}0202`);
      expect(codec.validateBytes(padded, 1, padded.length - 2)).toEqual([first]);
    }
  });

  it('a value of a logical type is named by it, in values and in bytes', () => {
    const type = { type: 'bytes', logicalType: 'decimal', precision: 4, scale: 2 };
    const codec = compileCodec(parseSchema(OUTER(type)), { engine, logicalTypes: LOGICAL_TYPES });
    const expected = 'decimal (text of at most 4 digits, 2 of them behind the point)';
    expect(findingsOf(() => codec.encode(around('123.45')))).toEqual([
      { path: PATH, expected, found: 'string "123.45"' },
    ]);
    const source = fromHex(`${BEFORE}067fffff0000`);
    expect(findingsOf(() => codec.decode(source))).toMatchObject([{ path: PATH, expected }]);
  });
});

function findingsOf(action: () => unknown): readonly AvroFinding[] {
  try {
    action();
    return [];
  } catch (error) {
    if (error instanceof AvroError) return error.findings;
    throw error;
  }
}
