// Made by `npm run gen`; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { clickCodec } from './click.codec.ts';
import type { Click, ClickInput } from './click.ts';

/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
const SAMPLES: readonly Click[] = [
  {
    visitor: 'text',
    at: 7,
    page: 'text',
    element: 'text',
    device: 'UNKNOWN',
    campaign: { key: 'text', '': '', ['__proto__']: 'é 漢字 😀 "\'\\\n\u0000' },
  },
  { visitor: '', at: -9007199254740991, page: '', element: '', device: 'DESKTOP', campaign: {} },
  {
    visitor: 'é 漢字 😀 "\'\\\n\u0000',
    at: 9007199254740991,
    page: 'é 漢字 😀 "\'\\\n\u0000',
    element: 'é 漢字 😀 "\'\\\n\u0000',
    device: 'PHONE',
    campaign: {},
  },
  {
    visitor: 'é 漢字 😀 "\'\\\n\u0000',
    at: 0,
    page: 'é 漢字 😀 "\'\\\n\u0000',
    element: null,
    device: 'TABLET',
    campaign: {},
  },
];

for (const [index, value] of SAMPLES.entries()) {
  void test(`com.thingam.web.Click: sample ${index} comes back as it was`, () => {
    const bytes = clickCodec.encode(value);
    assert.deepEqual(clickCodec.decode(bytes), value);
    assert.deepEqual(clickCodec.validateBytes(bytes, 0, bytes.length), []);
  });
}

void test('com.thingam.web.Click: fields left out take their defaults', () => {
  const input: ClickInput = { visitor: 'text', at: 7, page: 'text', device: 'UNKNOWN' };
  const expected = { visitor: 'text', at: 7, page: 'text', element: null, device: 'UNKNOWN', campaign: {} };
  assert.deepEqual(clickCodec.decode(clickCodec.encode(input)), expected);
});
