import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ENVELOPE_BYTES, readEnvelope, writeEnvelope } from '../src/index.ts';

describe('the envelope', () => {
  it.each([
    { bytes: [0, 0, 0, 0, 1], id: 1 },
    { bytes: [0, 1, 2, 3, 4, 99], id: 0x01020304 },
    { bytes: [0, 255, 255, 255, 255], id: 0xffffffff },
    { bytes: [1, 0, 0, 0, 1], id: undefined },
    { bytes: [0, 0, 0, 1], id: undefined },
    { bytes: [], id: undefined },
  ])('of $bytes names schema $id', ({ bytes, id }) => {
    expect(readEnvelope(Uint8Array.from(bytes))).toBe(id);
  });

  it('is read within a part of the bytes only', () => {
    const bytes = Uint8Array.from([7, 7, 0, 0, 0, 1, 2, 9]);
    expect(readEnvelope(bytes, 2)).toBe(0x0102);
    expect(readEnvelope(bytes, 2, 6)).toBeUndefined();
  });

  it('reads back every id, wherever it stands', () => {
    const id = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    const law = fc.property(id, fc.nat(20), (written, offset) => {
      const bytes = new Uint8Array(offset + ENVELOPE_BYTES);
      expect(writeEnvelope(bytes, offset, written)).toBe(offset + ENVELOPE_BYTES);
      expect(readEnvelope(bytes, offset)).toBe(written);
    });
    fc.assert(law);
  });
});
