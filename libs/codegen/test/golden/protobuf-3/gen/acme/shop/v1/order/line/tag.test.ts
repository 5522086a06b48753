// Made by `sluice generate --avro schemas/protobuf-3 --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { orderLineTagCodec } from './tag.codec.ts';
import type { OrderLineTag } from './tag.ts';

/** Together they have every field, case and name of an enum, and the extremes of each type. */
const SAMPLES: readonly OrderLineTag[] = [
  { name: 'text' },
  { name: 'Grüße, 世界' },
  { name: 'a text that is too long to be read letter by letter' },
  { name: '' },
];

/** The tag of a field that the message does not have. */
const UNKNOWN = [248, 255, 255, 255, 15];

for (const [index, value] of SAMPLES.entries()) {
  void test(`acme.shop.v1.Order.Line.Tag: sample ${index} comes back as it was`, () => {
    const bytes = orderLineTagCodec.encode(value);
    assert.deepEqual(orderLineTagCodec.decode(bytes), value);
    // A field of a later version, and one that was cut off.
    const later = Uint8Array.of(...UNKNOWN, 1, ...bytes);
    assert.deepEqual(orderLineTagCodec.decode(later), value);
    const cut = Uint8Array.of(...bytes, ...UNKNOWN);
    assert.throws(() => orderLineTagCodec.decode(cut), { name: 'SerdeError' });
  });
}
