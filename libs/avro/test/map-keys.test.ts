import { describe, expect, it } from 'vitest';
import { compileCodec, parseSchema } from '@sluice/avro';
import { fromHex } from './hex.ts';

describe('keys of maps, which are kept from one message to the next', () => {
  const codec = compileCodec(parseSchema({ type: 'map', values: 'null' }));
  const keysOf = (hex: string): string[] => {
    const key = fromHex(hex);
    return Object.keys(codec.decode(Uint8Array.of(2, 2 * key.length, ...key, 0)) as object);
  };

  // Each twice in a row, then all again: what one leaves behind must not show in another of the same length or place.
  it.each([1, 2])('are each their own, time %d', () => {
    const expected: readonly (readonly [hex: string, key: string])[] = [
      ['', ''],
      ['61', 'a'],
      ['c3a9', 'é'],
      ['e9', '\ufffd'],
      ['ff', '\ufffd'],
      ['c3a962', 'éb'],
      ['e96262', '\ufffdbb'],
      ['616263', 'abc'],
      ['616363', 'acc'],
      ['efbbbf', '\ufeff'],
      ['5f5f70726f746f5f5f', '__proto__'],
      ['6b'.repeat(32), 'k'.repeat(32)],
      ['6b'.repeat(33), 'k'.repeat(33)],
    ];
    for (const [hex, key] of expected) for (let time = 0; time < 2; time++) expect(keysOf(hex)).toEqual([key]);
  });

  it('are right where all texts of two letters share few places', () => {
    const letters = Array.from({ length: 26 }, (_, index) => String.fromCharCode(97 + index));
    const keys = letters.flatMap((a) => letters.map((b) => a + b));
    const value = Object.fromEntries(keys.map((key) => [key, null]));
    for (let time = 0; time < 2; time++) expect(Object.keys(codec.decode(codec.encode(value)) as object)).toEqual(keys);
  });
});
