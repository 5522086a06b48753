// Made by `sluice generate --avro schemas/unnamed-roots --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { levelCodec } from './level.codec.ts';
import type { Level } from './level.ts';

/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
const SAMPLES: readonly Level[] = ['LOW', 'HIGH'];

for (const [index, value] of SAMPLES.entries()) {
  void test(`Level: sample ${index} comes back as it was`, () => {
    const bytes = levelCodec.encode(value);
    assert.deepEqual(levelCodec.decode(bytes), value);
    assert.deepEqual(levelCodec.validateBytes(bytes, 0, bytes.length), []);
  });
}
