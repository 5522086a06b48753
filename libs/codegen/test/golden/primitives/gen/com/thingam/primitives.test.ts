// Made by `sluice generate --avro schemas/primitives --out gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { primitivesCodec } from './primitives.codec.ts';
import type { Primitives } from './primitives.ts';

/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
const SAMPLES: readonly Primitives[] = [
  {
    nothing: null,
    flag: true,
    small: 7,
    big: 7,
    half: 1.5,
    whole: 0.1,
    raw: Uint8Array.of(1, 127, 128, 255),
    text: 'text',
  },
  {
    nothing: null,
    flag: false,
    small: -2147483648,
    big: -9007199254740991,
    half: -3.4028234663852886e38,
    whole: -1.7976931348623157e308,
    raw: new Uint8Array(),
    text: '',
  },
  {
    nothing: null,
    flag: false,
    small: 2147483647,
    big: 9007199254740991,
    half: 1.401298464324817e-45,
    whole: 5e-324,
    raw: new Uint8Array(),
    text: 'é 漢字 😀 "\'\\\n\u0000',
  },
  {
    nothing: null,
    flag: false,
    small: 0,
    big: 0,
    half: -0,
    whole: Infinity,
    raw: new Uint8Array(),
    text: 'é 漢字 😀 "\'\\\n\u0000',
  },
];

for (const [index, value] of SAMPLES.entries()) {
  void test(`com.thingam.Primitives: sample ${index} comes back as it was`, () => {
    const bytes = primitivesCodec.encode(value);
    assert.deepEqual(primitivesCodec.decode(bytes), value);
    assert.deepEqual(primitivesCodec.validateBytes(bytes, 0, bytes.length), []);
  });
}
