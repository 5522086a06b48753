// Made by `npm run gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { machineStateCodec } from './machine-state.codec.ts';
import type { MachineState } from './machine-state.ts';

/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
const SAMPLES: readonly MachineState[] = [
  { machine: 'text', state: 'RUNNING' },
  { machine: '', state: 'IDLE' },
  { machine: 'é 漢字 😀 "\'\\\n\u0000', state: 'FAULT' },
];

for (const [index, value] of SAMPLES.entries()) {
  void test(`com.thingam.sensors.MachineState: sample ${index} comes back as it was`, () => {
    const bytes = machineStateCodec.encode(value);
    assert.deepEqual(machineStateCodec.decode(bytes), value);
    assert.deepEqual(machineStateCodec.validateBytes(bytes, 0, bytes.length), []);
  });
}
