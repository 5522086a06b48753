// Made by `sluice generate --avro 'schemas' --out `x``; edit its source instead.
import assert from 'node:assert/strict';
import test from 'node:test';
import { documentedCodec } from './documented.codec.ts';
import type { Documented, DocumentedInput } from './documented.ts';

/** Together they have every field, branch and symbol, and the extremes of each type; the first is the richest. */
const SAMPLES: readonly Documented[] = [
  {
    stars: 'text',
    ticks: 'text',
    unicode: 'text',
    long: 'text',
    url: 'text',
    tags: 'text',
    lines: 'text',
    blank: 'text',
    old: 7,
  },
  { stars: '', ticks: '', unicode: '', long: '', url: '', tags: '', lines: '', blank: '', old: -2147483648 },
  {
    stars: 'é 漢字 😀 "\'\\\n\u0000',
    ticks: 'é 漢字 😀 "\'\\\n\u0000',
    unicode: 'é 漢字 😀 "\'\\\n\u0000',
    long: 'é 漢字 😀 "\'\\\n\u0000',
    url: 'é 漢字 😀 "\'\\\n\u0000',
    tags: 'é 漢字 😀 "\'\\\n\u0000',
    lines: 'é 漢字 😀 "\'\\\n\u0000',
    blank: 'é 漢字 😀 "\'\\\n\u0000',
    old: 2147483647,
  },
  {
    stars: 'é 漢字 😀 "\'\\\n\u0000',
    ticks: 'é 漢字 😀 "\'\\\n\u0000',
    unicode: 'é 漢字 😀 "\'\\\n\u0000',
    long: 'é 漢字 😀 "\'\\\n\u0000',
    url: 'é 漢字 😀 "\'\\\n\u0000',
    tags: 'é 漢字 😀 "\'\\\n\u0000',
    lines: 'é 漢字 😀 "\'\\\n\u0000',
    blank: 'é 漢字 😀 "\'\\\n\u0000',
    old: 0,
  },
];

for (const [index, value] of SAMPLES.entries()) {
  void test(`com.thingam.Documented: sample ${index} comes back as it was`, () => {
    const bytes = documentedCodec.encode(value);
    assert.deepEqual(documentedCodec.decode(bytes), value);
    assert.deepEqual(documentedCodec.validateBytes(bytes, 0, bytes.length), []);
  });
}

void test('com.thingam.Documented: fields left out take their defaults', () => {
  const input: DocumentedInput = {
    stars: 'text',
    unicode: 'text',
    long: 'text',
    url: 'text',
    tags: 'text',
    lines: 'text',
    blank: 'text',
  };
  const expected = {
    stars: 'text',
    ticks: 'a `tick` */',
    unicode: 'text',
    long: 'text',
    url: 'text',
    tags: 'text',
    lines: 'text',
    blank: 'text',
    old: -1,
  };
  assert.deepEqual(documentedCodec.decode(documentedCodec.encode(input)), expected);
});
