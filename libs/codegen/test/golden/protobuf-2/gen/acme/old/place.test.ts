// Made by `sluice generate --avro schemas/protobuf-2 --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { placeCodec } from './place.codec.ts';
import type { Place } from './place.ts';

/** Together they have every field, case and name of an enum, and the extremes of each type. */
const SAMPLES: readonly Place[] = [
  { hall: 'text' },
  { hall: 'Grüße, 世界' },
  { hall: 'a text that is too long to be read letter by letter' },
  { hall: 'text' },
];

/** The tag of a field that the message does not have. */
const UNKNOWN = [248, 255, 255, 255, 15];

for (const [index, value] of SAMPLES.entries()) {
  void test(`acme.old.Place: sample ${index} comes back as it was`, () => {
    const bytes = placeCodec.encode(value);
    assert.deepEqual(placeCodec.decode(bytes), value);
    // A field of a later version, and one that was cut off.
    const later = Uint8Array.of(...UNKNOWN, 1, ...bytes);
    assert.deepEqual(placeCodec.decode(later), value);
    const cut = Uint8Array.of(...bytes, ...UNKNOWN);
    assert.throws(() => placeCodec.decode(cut), { name: 'SerdeError' });
  });
}
