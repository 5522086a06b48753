// Made by `sluice generate --avro schemas/namespaces --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { readingCodec } from './reading.codec.ts';
import type { Reading } from './reading.ts';

/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
const SAMPLES: readonly Reading[] = [
  { status: 'UP', other: 'DOWN', mine: 'SIDEWAYS', root: { x: 7 }, dots: { x: 7 } },
  { status: 'UP', other: 'DOWN', mine: 'SIDEWAYS', root: { x: -2147483648 }, dots: { x: -2147483648 } },
  { status: 'UP', other: 'DOWN', mine: 'SIDEWAYS', root: { x: 2147483647 }, dots: { x: 2147483647 } },
  { status: 'UP', other: 'DOWN', mine: 'SIDEWAYS', root: { x: 0 }, dots: { x: 0 } },
];

for (const [index, value] of SAMPLES.entries()) {
  void test(`com.thingam.sensorData.Reading: sample ${index} comes back as it was`, () => {
    const bytes = readingCodec.encode(value);
    assert.deepEqual(readingCodec.decode(bytes), value);
    assert.deepEqual(readingCodec.validateBytes(bytes, 0, bytes.length), []);
  });
}
