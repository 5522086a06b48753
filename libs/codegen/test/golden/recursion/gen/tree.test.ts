// Made by `sluice generate --avro schemas/recursion --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { treeCodec } from './tree.codec.ts';
import type { Tree } from './tree.ts';

/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
const SAMPLES: readonly Tree[] = [
  {
    leaves: [{ leaves: [], named: {}, owner: { trees: [], boss: { trees: [], boss: null } } }],
    named: { key: { leaves: [], named: {}, owner: { trees: [], boss: { trees: [], boss: null } } } },
    owner: { trees: [{ leaves: [], named: {}, owner: { trees: [], boss: null } }], boss: { trees: [], boss: null } },
  },
  {
    leaves: [],
    named: {},
    owner: { trees: [{ leaves: [], named: {}, owner: { trees: [], boss: null } }], boss: { trees: [], boss: null } },
  },
];

for (const [index, value] of SAMPLES.entries()) {
  void test(`Tree: sample ${index} comes back as it was`, () => {
    const bytes = treeCodec.encode(value);
    assert.deepEqual(treeCodec.decode(bytes), value);
    assert.deepEqual(treeCodec.validateBytes(bytes, 0, bytes.length), []);
  });
}
