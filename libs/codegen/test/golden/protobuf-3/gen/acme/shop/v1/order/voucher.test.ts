// Made by `sluice generate --avro schemas/protobuf-3 --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { orderVoucherCodec } from './voucher.codec.ts';
import type { OrderVoucher } from './voucher.ts';

/** Together they have every field, case and name of an enum, and the extremes of each type. */
const SAMPLES: readonly OrderVoucher[] = [
  { code: 'text' },
  { code: 'Grüße, 世界' },
  { code: 'a text that is too long to be read letter by letter' },
  { code: '' },
];

/** The tag of a field that the message does not have. */
const UNKNOWN = [248, 255, 255, 255, 15];

for (const [index, value] of SAMPLES.entries()) {
  void test(`acme.shop.v1.Order.Voucher: sample ${index} comes back as it was`, () => {
    const bytes = orderVoucherCodec.encode(value);
    assert.deepEqual(orderVoucherCodec.decode(bytes), value);
    // A field of a later version, and one that was cut off.
    const later = Uint8Array.of(...UNKNOWN, 1, ...bytes);
    assert.deepEqual(orderVoucherCodec.decode(later), value);
    const cut = Uint8Array.of(...bytes, ...UNKNOWN);
    assert.throws(() => orderVoucherCodec.decode(cut), { name: 'SerdeError' });
  });
}
