import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePattern } from '../src/json-schema/pattern/match-pattern.ts';
import { PatternRefused } from '../src/json-schema/pattern/parse-pattern.ts';

const PATTERNS = [
  '^a+$',
  'foo|bar',
  '^[a-z]+(-[a-z]+)*$',
  String.raw`^\d{3}-\d{2,4}$`,
  String.raw`^(?=.*\d)[a-z\d]{4,}$`,
  String.raw`\bfoo\b|\Boo`,
  String.raw`^[^@\s]+@[^@\s]+\.[^@\s]+$`,
  'a{2',
  '^x{,3}$',
  String.raw`^\p{L}+$`,
  '^(?!abc)',
  String.raw`^\u0041\x42$`,
  '^(a|b)*?c$',
  '',
  '(?<year>a)?b',
  String.raw`^[\]a^-]+$`,
  '^(|a)+b$',
];
const TEXTS = [
  '',
  'a',
  'foo-bar',
  'bar baz',
  '123-45',
  'abc1',
  'x@y.z',
  'a{2',
  'x{,3}',
  'éa',
  'AB',
  'ababc',
  ']a',
  '\n',
  '😀',
];

function isMatch(pattern: string, text: string): boolean {
  return compilePattern(pattern)(text, { left: 1e6 });
}

describe('compilePattern', () => {
  it.each(PATTERNS)('matches as the built-in engine does: %s', (pattern) => {
    const expression = new RegExp(pattern, pattern.includes(String.raw`\p`) ? 'u' : '');
    for (const text of TEXTS) expect([text, isMatch(pattern, text)]).toEqual([text, expression.test(text)]);
  });

  it('matches as the built-in engine does, whatever the pattern', () => {
    const atom = fc.constantFrom(
      'a',
      'b',
      '[ab]',
      '[^a]',
      '.',
      String.raw`\w`,
      String.raw`\b`,
      '^',
      '$',
      '(?=a)',
      '(?!b)',
    );
    const { pattern } = fc.letrec<{ pattern: string; item: string }>((tie) => ({
      item: fc.oneof(
        { depthSize: 'small' },
        atom,
        tie('pattern').map((inner) => `(?:${inner})`),
        fc
          .tuple(fc.constantFrom('a', '[ab]', '(?:ab|b)'), fc.constantFrom('*', '+', '?', '{2}', '{1,3}', '{2,}?'))
          .map((parts) => parts.join('')),
      ),
      pattern: fc.array(tie('item'), { maxLength: 4 }).map((items) => items.join('')),
    }));
    const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 });
    fc.assert(
      fc.property(pattern, text, (source, value) => {
        expect(isMatch(source, value)).toBe(new RegExp(source).test(value));
      }),
    );
  });

  it.each([
    [String.raw`(a)\1`],
    ['(?<=a)b'],
    [`${'('.repeat(60)}a${')'.repeat(60)}`],
    ['a{100000}'],
    ['a'.repeat(3_000)],
  ])('refuses %s', (pattern) => {
    expect(() => compilePattern(pattern)).toThrow(PatternRefused);
  });

  it('says what is no expression', () => {
    expect(() => compilePattern('(a')).toThrow(SyntaxError);
  });
});
