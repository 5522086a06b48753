// Made by `sluice generate --avro schemas/protobuf-3 --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { nothingCodec } from './nothing.codec.ts';
import type { Nothing } from './nothing.ts';

/** Together they have every field, case and name of an enum, and the extremes of each type. */
const SAMPLES: readonly Nothing[] = [{}, {}];

/** The tag of a field that the message does not have. */
const UNKNOWN = [248, 255, 255, 255, 15];

for (const [index, value] of SAMPLES.entries()) {
  void test(`acme.shop.v1.Nothing: sample ${index} comes back as it was`, () => {
    const bytes = nothingCodec.encode(value);
    assert.deepEqual(nothingCodec.decode(bytes), value);
    // A field of a later version, and one that was cut off.
    const later = Uint8Array.of(...UNKNOWN, 1, ...bytes);
    assert.deepEqual(nothingCodec.decode(later), value);
    const cut = Uint8Array.of(...bytes, ...UNKNOWN);
    assert.throws(() => nothingCodec.decode(cut), { name: 'SerdeError' });
  });
}
