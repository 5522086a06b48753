// Made by `sluice generate --avro schemas/collections --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { collectionsCodec } from './collections.codec.ts';
import type { Collections, CollectionsInput } from './collections.ts';

/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
const SAMPLES: readonly Collections[] = [
  {
    matrix: [[0.1, -1.7976931348623157e308, 5e-324, Infinity], []],
    byName: { key: { key: ['text', '', 'é 漢字 😀 "\'\\\n\u0000'], '': [] }, '': {} },
    maybe: [[7, -2147483648, 2147483647, 0, null], [], null],
    records: { key: [{ n: 7 }, { n: -2147483648 }, { n: 2147483647 }, { n: 0 }], '': [] },
    empty: {},
    defaults: [7, -2147483648, 2147483647, 0],
    defaultMap: { key: 'text', '': '', ['__proto__']: 'é 漢字 😀 "\'\\\n\u0000' },
  },
  { matrix: [], byName: {}, maybe: [], records: {}, empty: {}, defaults: [], defaultMap: {} },
];

for (const [index, value] of SAMPLES.entries()) {
  void test(`Collections: sample ${index} comes back as it was`, () => {
    const bytes = collectionsCodec.encode(value);
    assert.deepEqual(collectionsCodec.decode(bytes), value);
    assert.deepEqual(collectionsCodec.validateBytes(bytes, 0, bytes.length), []);
  });
}

void test('Collections: fields left out take their defaults', () => {
  const input: CollectionsInput = {
    matrix: [[0.1, -1.7976931348623157e308, 5e-324, Infinity], []],
    byName: { key: { key: ['text', '', 'é 漢字 😀 "\'\\\n\u0000'], '': [] }, '': {} },
    maybe: [[7, -2147483648, 2147483647, 0, null], [], null],
    records: { key: [{ n: 7 }, { n: -2147483648 }, { n: 2147483647 }, { n: 0 }], '': [] },
    empty: {},
  };
  const expected = {
    matrix: [[0.1, -1.7976931348623157e308, 5e-324, Infinity], []],
    byName: { key: { key: ['text', '', 'é 漢字 😀 "\'\\\n\u0000'], '': [] }, '': {} },
    maybe: [[7, -2147483648, 2147483647, 0, null], [], null],
    records: { key: [{ n: 7 }, { n: -2147483648 }, { n: 2147483647 }, { n: 0 }], '': [] },
    empty: {},
    defaults: [1, 2],
    defaultMap: { ['__proto__']: 'x' },
  };
  assert.deepEqual(collectionsCodec.decode(collectionsCodec.encode(input)), expected);
});
