// Made by `sluice generate --avro schemas/recursion --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { nodeCodec } from './node.codec.ts';
import type { Node, NodeInput } from './node.ts';

/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
const SAMPLES: readonly Node[] = [
  { value: 7, next: { value: 7, next: null } },
  { value: -2147483648, next: null },
  { value: 2147483647, next: null },
  { value: 0, next: null },
];

for (const [index, value] of SAMPLES.entries()) {
  void test(`Node: sample ${index} comes back as it was`, () => {
    const bytes = nodeCodec.encode(value);
    assert.deepEqual(nodeCodec.decode(bytes), value);
    assert.deepEqual(nodeCodec.validateBytes(bytes, 0, bytes.length), []);
  });
}

void test('Node: fields left out take their defaults', () => {
  const input: NodeInput = { value: 7 };
  const expected = { value: 7, next: null };
  assert.deepEqual(nodeCodec.decode(nodeCodec.encode(input)), expected);
});
