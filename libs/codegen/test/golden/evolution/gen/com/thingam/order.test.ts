// Made by `sluice generate --avro schemas/evolution --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { orderCodec, orderFrom1, orderFromVersion2 } from './order.codec.ts';
import type { Order, OrderInput } from './order.ts';

/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
const SAMPLES: readonly Order[] = [
  { id: 7, amount: 0.1, state: 'NEW', note: 'text' },
  { id: -9007199254740991, amount: -1.7976931348623157e308, state: 'PAID', note: '' },
  { id: 9007199254740991, amount: 5e-324, state: 'UNKNOWN', note: 'é 漢字 😀 "\'\\\n\u0000' },
  { id: 0, amount: Infinity, state: 'UNKNOWN', note: null },
];

for (const [index, value] of SAMPLES.entries()) {
  void test(`com.thingam.Order: sample ${index} comes back as it was`, () => {
    const bytes = orderCodec.encode(value);
    assert.deepEqual(orderCodec.decode(bytes), value);
    assert.deepEqual(orderCodec.validateBytes(bytes, 0, bytes.length), []);
  });
}

void test('com.thingam.Order: fields left out take their defaults', () => {
  const input: OrderInput = { id: 7, amount: 0.1, state: 'NEW' };
  const expected = { id: 7, amount: 0.1, state: 'NEW', note: null };
  assert.deepEqual(orderCodec.decode(orderCodec.encode(input)), expected);
});

void test('com.thingam.Order: what 1 wrote is read', () => {
  const bytes = Uint8Array.of(14, 8, 116, 101, 120, 116, 0, 0, 192, 63, 0, 8, 116, 101, 120, 116);
  const expected = { id: 7, amount: 1.5, state: 'NEW', note: 'text' };
  assert.deepEqual(orderFrom1.decode(bytes), expected);
});

void test('com.thingam.Order: what version 2 wrote is read', () => {
  const bytes = Uint8Array.of(14, 154, 153, 153, 153, 153, 153, 185, 63, 0);
  const expected = { id: 7, amount: 0.1, state: 'NEW', note: null };
  assert.deepEqual(orderFromVersion2.decode(bytes), expected);
});
