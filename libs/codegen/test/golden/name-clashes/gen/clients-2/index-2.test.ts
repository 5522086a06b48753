// Made by `sluice generate --avro schemas/name-clashes --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { indexCodec } from './index-2.codec.ts';
import type { Index } from './index-2.ts';

/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
const SAMPLES: readonly Index[] = [
  {
    record: { a: 7 },
    date: { class: 'text', function: 7 },
    cls: 'new',
    upper: 'X',
    snake: { constructor: 'text', ['__proto__']: 'text', toString: 7 },
    pascal: { hasOwnProperty: true },
    input: { b: 7 },
    codec: { c: 7 },
    samples: { d: 7 },
    uint: new Uint8Array(2).fill(165),
    con: { e: 7 },
    digits: { 名前: 'text', _: 7 },
    unicode: { wert: 0.1 },
  },
  {
    record: { a: -2147483648 },
    date: { class: '', function: -2147483648 },
    cls: 'delete',
    upper: 'X',
    snake: { constructor: '', ['__proto__']: '', toString: -2147483648 },
    pascal: { hasOwnProperty: false },
    input: { b: -2147483648 },
    codec: { c: -2147483648 },
    samples: { d: -2147483648 },
    uint: new Uint8Array(2),
    con: { e: -2147483648 },
    digits: { 名前: '', _: -2147483648 },
    unicode: { wert: -1.7976931348623157e308 },
  },
  {
    record: { a: 2147483647 },
    date: { class: 'é 漢字 😀 "\'\\\n\u0000', function: 2147483647 },
    cls: 'delete',
    upper: 'X',
    snake: { constructor: 'é 漢字 😀 "\'\\\n\u0000', ['__proto__']: 'é 漢字 😀 "\'\\\n\u0000', toString: 2147483647 },
    pascal: { hasOwnProperty: false },
    input: { b: 2147483647 },
    codec: { c: 2147483647 },
    samples: { d: 2147483647 },
    uint: new Uint8Array(2),
    con: { e: 2147483647 },
    digits: { 名前: 'é 漢字 😀 "\'\\\n\u0000', _: 2147483647 },
    unicode: { wert: 5e-324 },
  },
  {
    record: { a: 0 },
    date: { class: 'é 漢字 😀 "\'\\\n\u0000', function: 0 },
    cls: 'delete',
    upper: 'X',
    snake: { constructor: 'é 漢字 😀 "\'\\\n\u0000', ['__proto__']: 'é 漢字 😀 "\'\\\n\u0000', toString: 0 },
    pascal: { hasOwnProperty: false },
    input: { b: 0 },
    codec: { c: 0 },
    samples: { d: 0 },
    uint: new Uint8Array(2),
    con: { e: 0 },
    digits: { 名前: 'é 漢字 😀 "\'\\\n\u0000', _: 0 },
    unicode: { wert: Infinity },
  },
];

for (const [index, value] of SAMPLES.entries()) {
  void test(`clients.index: sample ${index} comes back as it was`, () => {
    const bytes = indexCodec.encode(value);
    assert.deepEqual(indexCodec.decode(bytes), value);
    assert.deepEqual(indexCodec.validateBytes(bytes, 0, bytes.length), []);
  });
}
