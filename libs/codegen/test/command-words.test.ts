import { listHistory, quoteWord, readLongRules } from '@sluice/codegen';
import { describe, expect, it } from 'vitest';

describe('words of a command', () => {
  it.each([
    ['src/gen', 'src/gen'],
    ['a b', "'a b'"],
    ["it's", String.raw`'it'\''s'`],
    ['*/ x', "'*?/ x'"],
    ['a\n`b`\u2028', "'a??b??'"],
    ['', "''"],
  ])('%j is %s', (text, word) => expect(quoteWord(text)).toBe(word));
});

describe('the forms of 64-bit integers', () => {
  const refuse = (text: string, why: string): never => {
    throw new Error(`${text}: ${why}`);
  };

  it.each([
    [[], undefined],
    [['bigint'], 'bigint'],
    [['a.B.c=string', 'bigint'], { default: 'bigint', fields: { 'a.B.c': 'string' } }],
    [['a.B.c=string'], { fields: { 'a.B.c': 'string' } }],
  ])('%j', (texts, rules) => expect(readLongRules(texts, refuse)).toEqual(rules));

  it.each([
    [['long'], 'long: expected number, bigint or string, or FIELD=FORM'],
    [['a=long'], 'a=long: expected number, bigint or string, or FIELD=FORM'],
    [['bigint', 'string'], 'string: one form is for all fields'],
    [['=bigint'], '=bigint: one form is for all fields'],
  ])('%j is refused', (texts, message) => expect(() => readLongRules(texts, refuse)).toThrow(message));
});

it('earlier versions of schemas are in order, and called after what their names have beyond the schema', () => {
  expect(listHistory(['click.v10.avsc', 'README.md', 'click.v2.avsc', 'order.first.avsc', 'x.avsc'])).toEqual([
    { file: 'click.v2.avsc', name: 'v2' },
    { file: 'click.v10.avsc', name: 'v10' },
    { file: 'order.first.avsc', name: 'first' },
    { file: 'x.avsc', name: 'x' },
  ]);
});
