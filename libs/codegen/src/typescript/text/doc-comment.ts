import { WIDTH, widthOf } from './doc.ts';

/**
 * A TSDoc comment of these paragraphs, indented and with a line break behind it; '' where there are none. Lines are
 * wrapped at words, and nothing in the text ends the comment, or is a tag but at the beginning of a paragraph of ours.
 */
export function docComment(paragraphs: readonly Paragraph[], depth = 0): string {
  const space = '  '.repeat(depth);
  const blocks = paragraphs.map((paragraph) => wrap(paragraph, WIDTH - space.length - 3)).filter(isFilled);
  const lines = blocks.flatMap((block, index) => (index === 0 ? block : ['', ...block]));
  const [first] = lines;
  if (first === undefined) return '';
  const short = `${space}/** ${first} */`;
  if (lines.length === 1 && widthOf(short) <= WIDTH) return `${short}\n`;
  return [`${space}/**`, ...lines.map((line) => `${space} * ${line}`.trimEnd()), `${space} */`, ''].join('\n');
}

/** Text of someone else's, or of ours, where tags stand as they are. */
export type Paragraph = string | undefined | { readonly tagged: string };

/** Text in backticks, whatever it holds. */
export function codeSpan(text: string): string {
  const clean = text.replaceAll(/\s+/g, ' ');
  const ticks = '`'.repeat(Math.max(0, ...[...clean.matchAll(/`+/g)].map(([run]) => run.length)) + 1);
  return ticks.length === 1 ? `\`${clean}\`` : `${ticks} ${clean} ${ticks}`;
}

function wrap(paragraph: Paragraph, width: number): readonly string[] {
  if (paragraph === undefined) return [];
  const text = typeof paragraph === 'string' ? escapeTags(paragraph) : paragraph.tagged;
  const lines = text
    .replaceAll('*/', '*\\/')
    .replaceAll(CONTROLS, ' ')
    .split(LINE_BREAK)
    .map((line) => line.trim());
  while (lines[0] === '') lines.shift();
  while (lines.at(-1) === '') lines.pop();
  return lines.filter((line, index) => line !== '' || lines[index - 1] !== '').flatMap((line) => wrapLine(line, width));
}

const LINE_BREAK = /\r\n|[\n\r\u2028\u2029]/;
// oxlint-disable-next-line no-control-regex -- these it is that would spoil the text
const CONTROLS = /[\0-\x09\x0B\x0C\x0E-\x1F\x7F-\x9F\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069\uFEFF]/g;

/** An at sign that begins a line or an inline tag would be a tag's. */
function escapeTags(text: string): string {
  return text.replaceAll(/(^|[\s{])@(?=[A-Za-z])/g, '$1\\@');
}

function wrapLine(line: string, width: number): readonly string[] {
  if (widthOf(line) <= width) return [line];
  const lines: string[] = [];
  let current = '';
  for (const word of line.split(/\s+/)) {
    if (current !== '' && widthOf(current) + 1 + widthOf(word) > width) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  return [...lines, current];
}

function isFilled(block: readonly string[]): boolean {
  return block.length > 0;
}
