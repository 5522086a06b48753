// Made by `sluice generate --avro schemas/unnamed-roots --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { keyCodec } from './key.codec.ts';
import type { Key } from './key.ts';

/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
const SAMPLES: readonly Key[] = ['text', '', 'é 漢字 😀 "\'\\\n\u0000'];

for (const [index, value] of SAMPLES.entries()) {
  void test(`com.thingam.Key: sample ${index} comes back as it was`, () => {
    const bytes = keyCodec.encode(value);
    assert.deepEqual(keyCodec.decode(bytes), value);
    assert.deepEqual(keyCodec.validateBytes(bytes, 0, bytes.length), []);
  });
}
