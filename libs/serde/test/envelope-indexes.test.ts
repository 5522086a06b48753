import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMessageIndexes, writeMessageIndexes } from '../src/index.ts';

describe('message indexes', () => {
  it.each([
    [[0], [0]],
    [[1], [2, 2]],
    [
      [0, 0],
      [4, 0, 0],
    ],
    [
      [2, 0, 1],
      [6, 4, 0, 2],
    ],
    [[64], [2, 0x80, 1]],
  ])('%j is written as %j', (indexes, bytes) => {
    expect([...writeMessageIndexes(indexes)]).toEqual(bytes);
    expect(readMessageIndexes(Uint8Array.of(7, ...bytes, 7), 1, bytes.length + 1)).toEqual({
      indexes,
      end: bytes.length + 1,
    });
  });

  it('reads a list of the first message that is not short', () => {
    expect(readMessageIndexes(Uint8Array.of(2, 0), 0, 2)).toEqual({ indexes: [0], end: 2 });
  });

  it.each([
    ['nothing', []],
    ['a list cut off', [4, 0]],
    ['a negative count', [1]],
    ['a negative index', [2, 1]],
    ['more than 100', [0xca, 1, ...Array.from({ length: 101 }, () => 0)]],
    ['a count of five bytes and more', [0x80, 0x80, 0x80, 0x80, 0x80, 0]],
    ['a count beyond 32 bits', [0xfe, 0xff, 0xff, 0xff, 0x1f]],
  ])('%s is no list', (_, bytes) => {
    expect(readMessageIndexes(Uint8Array.from(bytes), 0, bytes.length)).toBe(undefined);
  });

  it('reads what it writes', () => {
    const lists = fc.array(fc.integer({ min: 0, max: 0x7fff_ffff }), { minLength: 1, maxLength: 100 });
    fc.assert(
      fc.property(lists, (indexes) => {
        const bytes = writeMessageIndexes(indexes);
        expect(readMessageIndexes(bytes, 0, bytes.length)).toEqual({ indexes, end: bytes.length });
      }),
    );
  });
});
