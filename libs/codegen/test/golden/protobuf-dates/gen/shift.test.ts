// Made by `sluice generate --avro schemas/protobuf-dates --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { shiftCodec } from './shift.codec.ts';
import type { Shift } from './shift.ts';

/** Together they have every field, case and name of an enum, and the extremes of each type. */
const SAMPLES: readonly Shift[] = [
  {
    begin: new Date('2026-01-31T12:00:00.500Z'),
    breaks: [new Date('2026-01-31T12:00:00.500Z'), new Date('2026-01-31T12:01:00.500Z')],
    arrivals: { text: new Date('2026-01-31T12:00:00.500Z') },
    end: { case: 'at', value: new Date('2026-01-31T12:00:00.500Z') },
  },
  {
    begin: new Date('2026-01-31T12:01:00.500Z'),
    breaks: [new Date('2026-01-31T12:01:00.500Z')],
    arrivals: { 'Grüße, 世界': new Date('2026-01-31T12:01:00.500Z') },
    end: { case: 'after', value: { seconds: -1n, nanos: -1 } },
  },
  { breaks: [], arrivals: {} },
];

/** The tag of a field that the message does not have. */
const UNKNOWN = [248, 255, 255, 255, 15];

for (const [index, value] of SAMPLES.entries()) {
  void test(`Shift: sample ${index} comes back as it was`, () => {
    const bytes = shiftCodec.encode(value);
    assert.deepEqual(shiftCodec.decode(bytes), value);
    // A field of a later version, and one that was cut off.
    const later = Uint8Array.of(...UNKNOWN, 1, ...bytes);
    assert.deepEqual(shiftCodec.decode(later), value);
    const cut = Uint8Array.of(...bytes, ...UNKNOWN);
    assert.throws(() => shiftCodec.decode(cut), { name: 'SerdeError' });
  });
}
