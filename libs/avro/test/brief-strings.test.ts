import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MISMATCH } from '../src/wire/faults.ts';
import type { Cursor } from '../src/wire/read.ts';
import { readString } from '../src/wire/read-string.ts';
import { readString as readBriefly } from '../src/wire/read-string-briefly.ts';
import { writeString } from '../src/wire/write-string.ts';
import { writeString as writeBriefly } from '../src/wire/write-string-briefly.ts';

/** Of every length that is treated in its own way, lone surrogates among them. */
const texts = fc.oneof(
  fc.string({ maxLength: 100 }),
  fc.string({ unit: 'binary', maxLength: 90 }),
  fc.array(fc.constantFrom('a', 'é', '€', '😀', '\ud800', '\udc00'), { maxLength: 80 }).map((parts) => parts.join('')),
);

describe('the short functions for strings', () => {
  it('write the bytes that the long ones do, and as many where the target ends before', () => {
    fc.assert(
      fc.property(texts, fc.integer({ min: 0, max: 5 }), fc.boolean(), (text, start, isShort) => {
        const size = isShort ? start + 3 : 500;
        const [left, right] = [new Uint8Array(size), new Uint8Array(size)];
        expect(writeBriefly(text, left, start)).toBe(writeString(text, right, start));
        if (!isShort) expect(left).toEqual(right);
      }),
    );
  });

  it('read what the long ones do, or refuse it', () => {
    const read = (from: typeof readString, bytes: Uint8Array): unknown => {
      const cursor: Cursor = { at: 0, emptyItems: 0, paidTo: 0 };
      try {
        return { text: from(bytes, 1, bytes.length, cursor), at: cursor.at };
      } catch (error) {
        return error;
      }
    };
    let refused = 0;
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ minLength: 1, maxLength: 80 }), texts.map(toBytes)), (bytes) => {
        const outcome = read(readBriefly, bytes);
        expect(outcome).toEqual(read(readString, bytes));
        if (typeof outcome === 'symbol') refused++;
      }),
      { seed: 3 },
    );
    expect(refused).toBeGreaterThan(0);
  });

  it('take strings alone', () => {
    let thrown: unknown;
    try {
      writeBriefly(5, new Uint8Array(9), 0);
    } catch (error) {
      thrown = error;
    }
    expect(thrown).toBe(MISMATCH);
  });
});

function toBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(500);
  return bytes.subarray(0, writeString(text, bytes, 1));
}
