// Made by `sluice generate --avro schemas/long-rules --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { countersCodec } from './counters.codec.ts';
import type { Counters } from './counters.ts';

/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
const SAMPLES: readonly Counters[] = [
  {
    total: 7,
    exact: 7n,
    id: '7',
    list: [7n, -9223372036854775808n, 9223372036854775807n, 0n, null],
    inner: { exact: 7n, other: 7n },
  },
  {
    total: -9007199254740991,
    exact: -9223372036854775808n,
    id: '-9223372036854775808',
    list: [],
    inner: { exact: -9223372036854775808n, other: -9223372036854775808n },
  },
  {
    total: 9007199254740991,
    exact: 9223372036854775807n,
    id: '9223372036854775807',
    list: [],
    inner: { exact: 9223372036854775807n, other: 9223372036854775807n },
  },
  { total: 0, exact: 0n, id: '0', list: [], inner: { exact: 0n, other: 0n } },
];

for (const [index, value] of SAMPLES.entries()) {
  void test(`com.thingam.Counters: sample ${index} comes back as it was`, () => {
    const bytes = countersCodec.encode(value);
    assert.deepEqual(countersCodec.decode(bytes), value);
    assert.deepEqual(countersCodec.validateBytes(bytes, 0, bytes.length), []);
  });
}
