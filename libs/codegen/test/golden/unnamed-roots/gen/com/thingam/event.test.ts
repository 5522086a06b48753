// Made by `sluice generate --avro schemas/unnamed-roots --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { eventCodec } from './event.codec.ts';
import type { Event } from './event.ts';

/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
const SAMPLES: readonly Event[] = [
  { 'com.thingam.Started': { at: 7 } },
  { 'com.thingam.Started': { at: -9007199254740991 } },
  { 'com.thingam.Started': { at: 9007199254740991 } },
  { 'com.thingam.Started': { at: 0 } },
  { 'com.thingam.Stopped': { at: 7, why: 'text' } },
  { 'com.thingam.Stopped': { at: -9007199254740991, why: '' } },
  { 'com.thingam.Stopped': { at: 9007199254740991, why: 'é 漢字 😀 "\'\\\n\u0000' } },
  { 'com.thingam.Stopped': { at: 0, why: 'é 漢字 😀 "\'\\\n\u0000' } },
  null,
];

for (const [index, value] of SAMPLES.entries()) {
  void test(`com.thingam.Event: sample ${index} comes back as it was`, () => {
    const bytes = eventCodec.encode(value);
    assert.deepEqual(eventCodec.decode(bytes), value);
    assert.deepEqual(eventCodec.validateBytes(bytes, 0, bytes.length), []);
  });
}
