// Made by `sluice generate --avro schemas/nested-records --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { machineCodec } from './machine.codec.ts';
import type { Machine } from './machine.ts';

/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
const SAMPLES: readonly Machine[] = [
  {
    id: 'text',
    place: { hall: 'text', row: 7 },
    last: { hall: 'text', row: 7 },
    maker: { name: 'text', home: { hall: 'text', row: 7 } },
  },
  {
    id: '',
    place: { hall: '', row: -2147483648 },
    last: { hall: 'text', row: 7 },
    maker: { name: '', home: { hall: 'text', row: 7 } },
  },
  {
    id: 'é 漢字 😀 "\'\\\n\u0000',
    place: { hall: 'é 漢字 😀 "\'\\\n\u0000', row: 2147483647 },
    last: { hall: 'text', row: 7 },
    maker: { name: 'é 漢字 😀 "\'\\\n\u0000', home: { hall: 'text', row: 7 } },
  },
  {
    id: 'é 漢字 😀 "\'\\\n\u0000',
    place: { hall: 'é 漢字 😀 "\'\\\n\u0000', row: 0 },
    last: { hall: 'text', row: 7 },
    maker: { name: 'é 漢字 😀 "\'\\\n\u0000', home: { hall: 'text', row: 7 } },
  },
];

for (const [index, value] of SAMPLES.entries()) {
  void test(`com.thingam.Machine: sample ${index} comes back as it was`, () => {
    const bytes = machineCodec.encode(value);
    assert.deepEqual(machineCodec.decode(bytes), value);
    assert.deepEqual(machineCodec.validateBytes(bytes, 0, bytes.length), []);
  });
}
