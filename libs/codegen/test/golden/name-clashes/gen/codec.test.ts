// Made by `sluice generate --avro schemas/name-clashes --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { codecCodec } from './codec.codec.ts';
import type { Codec, CodecInput } from './codec.ts';

/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
const SAMPLES: readonly Codec[] = [{ value: 7 }, { value: -2147483648 }, { value: 2147483647 }, { value: 0 }];

for (const [index, value] of SAMPLES.entries()) {
  void test(`Codec: sample ${index} comes back as it was`, () => {
    const bytes = codecCodec.encode(value);
    assert.deepEqual(codecCodec.decode(bytes), value);
    assert.deepEqual(codecCodec.validateBytes(bytes, 0, bytes.length), []);
  });
}

void test('Codec: fields left out take their defaults', () => {
  const input: CodecInput = {};
  const expected = { value: 0 };
  assert.deepEqual(codecCodec.decode(codecCodec.encode(input)), expected);
});
