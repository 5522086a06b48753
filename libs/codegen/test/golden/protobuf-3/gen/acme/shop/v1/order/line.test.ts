// Made by `sluice generate --avro schemas/protobuf-3 --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { orderLineCodec } from './line.codec.ts';
import type { OrderLine } from './line.ts';

/** Together they have every field, case and name of an enum, and the extremes of each type. */
const SAMPLES: readonly OrderLine[] = [
  {
    sku: 'text',
    count: 150,
    price: { currency: 'text', units: -300n, nanos: 150 },
    tags: [{ name: 'text' }, { name: 'Grüße, 世界' }],
  },
  {
    sku: 'Grüße, 世界',
    count: 4294967295,
    price: { currency: 'Grüße, 世界', units: 9223372036854775807n, nanos: 4294967295 },
    tags: [{ name: 'Grüße, 世界' }],
  },
  {
    sku: 'a text that is too long to be read letter by letter',
    count: 150,
    price: {
      currency: 'a text that is too long to be read letter by letter',
      units: -9223372036854775808n,
      nanos: 150,
    },
    tags: [{ name: 'a text that is too long to be read letter by letter' }],
  },
  { sku: '', count: 0, tags: [] },
];

/** The tag of a field that the message does not have. */
const UNKNOWN = [248, 255, 255, 255, 15];

for (const [index, value] of SAMPLES.entries()) {
  void test(`acme.shop.v1.Order.Line: sample ${index} comes back as it was`, () => {
    const bytes = orderLineCodec.encode(value);
    assert.deepEqual(orderLineCodec.decode(bytes), value);
    // A field of a later version, and one that was cut off.
    const later = Uint8Array.of(...UNKNOWN, 1, ...bytes);
    assert.deepEqual(orderLineCodec.decode(later), value);
    const cut = Uint8Array.of(...bytes, ...UNKNOWN);
    assert.throws(() => orderLineCodec.decode(cut), { name: 'SerdeError' });
  });
}
