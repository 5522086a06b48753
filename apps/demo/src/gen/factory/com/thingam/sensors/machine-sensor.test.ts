// Made by `npm run gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { machineSensorCodec } from './machine-sensor.codec.ts';
import type { MachineSensor } from './machine-sensor.ts';

/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
const SAMPLES: readonly MachineSensor[] = [
  { machine: 'text', sensor: 'text', value: 1.5, units: 'text' },
  { machine: '', sensor: '', value: -3.4028234663852886e38, units: '' },
  {
    machine: 'é 漢字 😀 "\'\\\n\u0000',
    sensor: 'é 漢字 😀 "\'\\\n\u0000',
    value: 1.401298464324817e-45,
    units: 'é 漢字 😀 "\'\\\n\u0000',
  },
  {
    machine: 'é 漢字 😀 "\'\\\n\u0000',
    sensor: 'é 漢字 😀 "\'\\\n\u0000',
    value: -0,
    units: 'é 漢字 😀 "\'\\\n\u0000',
  },
];

for (const [index, value] of SAMPLES.entries()) {
  void test(`com.thingam.sensors.MachineSensor: sample ${index} comes back as it was`, () => {
    const bytes = machineSensorCodec.encode(value);
    assert.deepEqual(machineSensorCodec.decode(bytes), value);
    assert.deepEqual(machineSensorCodec.validateBytes(bytes, 0, bytes.length), []);
  });
}
