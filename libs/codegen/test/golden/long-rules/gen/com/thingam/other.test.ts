// Made by `sluice generate --avro schemas/long-rules --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { otherCodec } from './other.codec.ts';
import type { Other } from './other.ts';

/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
const SAMPLES: readonly Other[] = [{ n: '7' }, { n: '-9223372036854775808' }, { n: '9223372036854775807' }, { n: '0' }];

for (const [index, value] of SAMPLES.entries()) {
  void test(`com.thingam.Other: sample ${index} comes back as it was`, () => {
    const bytes = otherCodec.encode(value);
    assert.deepEqual(otherCodec.decode(bytes), value);
    assert.deepEqual(otherCodec.validateBytes(bytes, 0, bytes.length), []);
  });
}
