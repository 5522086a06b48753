// Made by `sluice generate --avro schemas/protobuf-2 --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { machineCodec } from './machine.codec.ts';
import type { Machine } from './machine.ts';

/** Together they have every field, case and name of an enum, and the extremes of each type. */
const SAMPLES: readonly Machine[] = [
  {
    id: 150,
    name: 'text',
    size: 9007199254740993n,
    place: { hall: 'text' },
    numbers: [150, -1],
    packedNumbers: [150, -1],
    mode: 'FAST',
    modes: ['FAST', 'SLOW'],
    packedModes: ['FAST', 'SLOW'],
    modesByName: { text: 'FAST' },
    engine: {
      power: 150,
      machine: {
        id: 150,
        name: 'text',
        size: 9007199254740993n,
        place: { hall: 'text' },
        numbers: [150, -1],
        packedNumbers: [150, -1],
        mode: 'FAST',
        modes: ['FAST', 'SLOW'],
        packedModes: ['FAST', 'SLOW'],
        modesByName: { text: 'FAST' },
        wheel: [],
        extra: { case: 'otherMode', value: 'FAST' },
        data: Uint8Array.of(0, 127, 255),
      },
    },
    wheel: [{ size: 1.5 }, { size: -0 }],
    extra: { case: 'otherMode', value: 'FAST' },
    data: Uint8Array.of(0, 127, 255),
  },
  {
    id: -1,
    name: 'Grüße, 世界',
    size: -1n,
    place: { hall: 'Grüße, 世界' },
    numbers: [-1, 2147483647],
    packedNumbers: [-1, 2147483647],
    mode: 'SLOW',
    modes: ['SLOW', 'FAST'],
    packedModes: ['SLOW', 'FAST'],
    modesByName: { 'Grüße, 世界': 'SLOW' },
    engine: { power: -1 },
    wheel: [{ size: -0 }],
    extra: { case: 'otherPlace', value: { hall: 'Grüße, 世界' } },
    data: new Uint8Array(1).fill(1),
  },
  {
    id: 2147483647,
    name: 'a text that is too long to be read letter by letter',
    size: 9223372036854775807n,
    place: { hall: 'a text that is too long to be read letter by letter' },
    numbers: [2147483647, -2147483648],
    packedNumbers: [2147483647, -2147483648],
    mode: 'FAST',
    modes: ['FAST', 'SLOW'],
    packedModes: ['FAST', 'SLOW'],
    modesByName: { 'a text that is too long to be read letter by letter': 'FAST' },
    engine: { power: 2147483647 },
    wheel: [{ size: 1e300 }],
    extra: { case: 'trailer', value: { plate: 'a text that is too long to be read letter by letter' } },
    data: Uint8Array.of(0, 127, 255),
  },
  {
    id: -2147483648,
    name: 'text',
    size: -9223372036854775808n,
    place: { hall: 'text' },
    numbers: [-2147483648, 150],
    packedNumbers: [-2147483648, 150],
    mode: 'SLOW',
    modes: ['SLOW', 'FAST'],
    packedModes: ['SLOW', 'FAST'],
    modesByName: { text: 'SLOW' },
    engine: { power: -2147483648 },
    wheel: [{ size: Infinity }],
    extra: { case: 'otherMode', value: 'SLOW' },
    data: new Uint8Array(1).fill(1),
  },
  {
    id: 150,
    place: { hall: 'text' },
    numbers: [],
    packedNumbers: [],
    modes: [],
    packedModes: [],
    modesByName: {},
    wheel: [],
  },
];

/** The tag of a field that the message does not have. */
const UNKNOWN = [248, 255, 255, 255, 15];

for (const [index, value] of SAMPLES.entries()) {
  void test(`acme.old.Machine: sample ${index} comes back as it was`, () => {
    const bytes = machineCodec.encode(value);
    assert.deepEqual(machineCodec.decode(bytes), value);
    // A field of a later version, and one that was cut off.
    const later = Uint8Array.of(...UNKNOWN, 1, ...bytes);
    assert.deepEqual(machineCodec.decode(later), value);
    const cut = Uint8Array.of(...bytes, ...UNKNOWN);
    assert.throws(() => machineCodec.decode(cut), { name: 'SerdeError' });
  });
}
