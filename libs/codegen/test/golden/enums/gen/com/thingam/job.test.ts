// Made by `sluice generate --avro schemas/enums --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { jobCodec } from './job.codec.ts';
import type { Job, JobInput } from './job.ts';

/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
const SAMPLES: readonly Job[] = [
  { state: 'WAITING', reason: 'A_REASON_THAT_TAKES_ROOM', only: 'ONE' },
  { state: 'RUNNING', reason: 'ANOTHER_REASON_THAT_TAKES_ROOM', only: 'ONE' },
  { state: 'DONE', reason: 'YET_ANOTHER_REASON_THAT_TAKES_ROOM', only: 'ONE' },
  { state: 'DONE', reason: 'one', only: 'ONE' },
  { state: 'DONE', reason: 'class', only: 'ONE' },
  { state: 'DONE', reason: '__proto__', only: 'ONE' },
  { state: 'DONE', reason: null, only: 'ONE' },
];

for (const [index, value] of SAMPLES.entries()) {
  void test(`com.thingam.Job: sample ${index} comes back as it was`, () => {
    const bytes = jobCodec.encode(value);
    assert.deepEqual(jobCodec.decode(bytes), value);
    assert.deepEqual(jobCodec.validateBytes(bytes, 0, bytes.length), []);
  });
}

void test('com.thingam.Job: fields left out take their defaults', () => {
  const input: JobInput = { only: 'ONE' };
  const expected = { state: 'WAITING', reason: null, only: 'ONE' };
  assert.deepEqual(jobCodec.decode(jobCodec.encode(input)), expected);
});
