import { loadModel } from '@sluice/asyncapi';
import type { Model } from '@sluice/asyncapi';
import { renderHtml, renderMarkdown } from '@sluice/asyncapi/docs';
import { describe, expect, it } from 'vitest';
import { FIXTURES, fixtureSource } from './fixtures.ts';

const HOSTILE = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "' onmouseover='alert(1)",
  '</style></title></code></pre><svg onload=alert(1)>',
  '[x](javascript:alert(1)) ![x](data:text/html,x) <javascript:alert(1)>',
  '[x](java\tscript:alert(1)) [y](\u0001javascript:alert(1)) [z](//evil.example)',
  '`</code><script>alert(1)</script>` **<b onclick=alert(1)>**',
  'javascript:alert(1)',
  '| a | b |\n|---|---|\n| <iframe src=x> | `|` |',
];

/** The model with every text in it followed, or replaced, by a hostile one; keys that code depends on stay. */
function poison<T>(value: T, text: string, key = ''): T {
  if (typeof value === 'string') return (KEPT.has(key) ? value : /url/iu.test(key) ? text : `${value} ${text}`) as T;
  if (Array.isArray(value)) return value.map((item) => poison(item, text, key)) as T;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, poison(item, text, name)])) as T;
}

const KEPT = new Set(['format', 'action', '$ref']);

const TAGS = /<(?:script|img|svg|iframe|b)\b/giu;

describe.each(FIXTURES)('hostile texts in every place of %s', (name) => {
  it('make no markup and no address', async () => {
    const model: Model = await loadModel(fixtureSource(name));
    for (const text of HOSTILE) {
      const page = renderHtml(poison(model, text));
      expect(page.match(TAGS)).toEqual(['<script']);
      // No attribute but ours: all that a tag has, in double quotes.
      for (const [tag] of page.matchAll(/<[a-z][^>]*>/gu)) {
        expect(tag).toMatch(/^<[a-z0-9]+(?: (?:[a-z-]+="[^"<>]*"|hidden|open))*>$/u);
        expect(tag.replaceAll(/="[^"]*"/gu, '')).not.toMatch(/ on[a-z]/u);
        const [, href = '#'] = / href="([^"]*)"/u.exec(tag) ?? [];
        expect(href).toMatch(/^(?:#|https?:|mailto:|(?!\/\/)[^:]*$)/u);
      }
      // Code means nothing, and neither does an escaped bracket.
      const prose = renderMarkdown(poison(model, text))
        .replaceAll(/^ *(`{3,})\w*\n[\s\S]*?\n *\1$/gmu, '')
        .replaceAll(/(?<![`\\])(`+)(?!`)[^\n]*?(?<!`)\1(?!`)/gu, '');
      expect(prose).not.toMatch(/(?<!\\)\]\(\s*(?:javascript|data|\/\/)/u);
      expect(prose.replaceAll(/<a id="[\w.-]*"><\/a>|<br>/gu, '')).not.toMatch(/<[a-z/!]/iu);
    }
  });
});

describe('descriptions', () => {
  const describeText = async (text: string): Promise<string> => {
    const model = await loadModel({
      path: 'a.json',
      text: JSON.stringify({ asyncapi: '3.0.0', info: { title: 'T', version: '1', description: text } }),
    });
    return renderHtml(model).split('<div class="prose">')[1]?.split('</div></header>')[0] ?? '';
  };
  const cases: Record<string, [string, string]> = {
    'paragraphs, emphasis and code': [
      'a *b* **c** `d<`\n\ne_f_g',
      '<p>a <em>b</em> <strong>c</strong> <code>d&lt;</code></p><p>e_f_g</p>',
    ],
    lists: ['- a\n- b\n  1. c', '<ul><li>a</li><li>b<ol start="1"><li>c</li></ol></li></ul>'],
    'headings in order': ['# a\n#### b', '<h2>a</h2><h3>b</h3>'],
    links: [
      '[a](https://e.com/x "t") <mailto:a@e.com>',
      '<p><a href="https://e.com/x" rel="noopener noreferrer">a</a> <a href="mailto:a@e.com" rel="noopener noreferrer">mailto:a@e.com</a></p>',
    ],
    'links that are none': ['[a](javascript:b)', '<p>a (<code>javascript:b</code>)</p>'],
    'HTML as text': ['<b>a</b>', '<p>&lt;b&gt;a&lt;/b&gt;</p>'],
    escapes: [String.raw`\*a\* &lt;`, '<p>*a* &lt;</p>'],
    quotes: ['> a\n> b', '<blockquote><p>a\nb</p></blockquote>'],
    rules: ['a\n\n---', '<p>a</p><hr>'],
  };
  it.each(Object.entries(cases))('%s', async (_, [text, expected]) => {
    expect(await describeText(text)).toBe(expected);
  });

  it('have tables and fenced code', async () => {
    expect(await describeText('| a | b |\n|--|--|\n| 1 | `x\\|y` |')).toContain(
      '<tr><td>1</td><td><code>x|y</code></td></tr>',
    );
    expect(await describeText('```js\n<a>\n```')).toContain('<code>&lt;a&gt;</code></pre>');
  });

  it.each(['*', '_', '`', '[', '](', '> ', '- ', '**a', '<', '![', '|\n', '```\n', '# ', '\\', '1. ', '`a``'])(
    'of many %j take no time to speak of',
    async (text) => {
      const started = performance.now();
      await describeText(text.repeat(Math.floor(90_000 / text.length)));
      expect(performance.now() - started).toBeLessThan(5000);
    },
  );
});
