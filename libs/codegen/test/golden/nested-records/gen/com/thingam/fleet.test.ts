// Made by `sluice generate --avro schemas/nested-records --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { fleetCodec } from './fleet.codec.ts';
import type { Fleet } from './fleet.ts';

/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
const SAMPLES: readonly Fleet[] = [
  { place: { hall: 'text', row: 7 }, size: 7 },
  { place: { hall: '', row: -2147483648 }, size: -2147483648 },
  { place: { hall: 'é 漢字 😀 "\'\\\n\u0000', row: 2147483647 }, size: 2147483647 },
  { place: { hall: 'é 漢字 😀 "\'\\\n\u0000', row: 0 }, size: 0 },
];

for (const [index, value] of SAMPLES.entries()) {
  void test(`com.thingam.Fleet: sample ${index} comes back as it was`, () => {
    const bytes = fleetCodec.encode(value);
    assert.deepEqual(fleetCodec.decode(bytes), value);
    assert.deepEqual(fleetCodec.validateBytes(bytes, 0, bytes.length), []);
  });
}
