// Made by `sluice generate --avro schemas/unnamed-roots --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { dayCodec } from './day.codec.ts';
import type { Day } from './day.ts';

/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
const SAMPLES: readonly Day[] = [
  new Date('2026-11-21T00:00:00.000Z'),
  new Date('1969-12-31T00:00:00.000Z'),
  new Date('0001-01-01T00:00:00.000Z'),
  new Date('9999-12-31T00:00:00.000Z'),
];

for (const [index, value] of SAMPLES.entries()) {
  void test(`Day: sample ${index} comes back as it was`, () => {
    const bytes = dayCodec.encode(value);
    assert.deepEqual(dayCodec.decode(bytes), value);
    assert.deepEqual(dayCodec.validateBytes(bytes, 0, bytes.length), []);
  });
}
