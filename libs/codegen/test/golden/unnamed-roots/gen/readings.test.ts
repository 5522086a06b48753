// Made by `sluice generate --avro schemas/unnamed-roots --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { readingsCodec } from './readings.codec.ts';
import type { Readings } from './readings.ts';

/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
const SAMPLES: readonly Readings[] = [[0.1, -1.7976931348623157e308, 5e-324, Infinity], []];

for (const [index, value] of SAMPLES.entries()) {
  void test(`Readings: sample ${index} comes back as it was`, () => {
    const bytes = readingsCodec.encode(value);
    assert.deepEqual(readingsCodec.decode(bytes), value);
    assert.deepEqual(readingsCodec.validateBytes(bytes, 0, bytes.length), []);
  });
}
