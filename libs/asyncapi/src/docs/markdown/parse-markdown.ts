import type { Block, Inlines } from '../page/page.ts';
import { parseInlines } from './parse-inlines.ts';

/** A longer description is shown as the text that it is. In UTF-16 code units. */
const MAX_LENGTH = 100_000;
/** Lists and quotes within each other. */
const MAX_DEPTH = 12;

/**
 * Descriptions as blocks: the parts of CommonMark that people write, and tables. Left out, and shown as text: HTML, link
 * references, footnotes. Images are links. Never fails; takes time in proportion to the text.
 */
export function parseMarkdown(text: string): readonly Block[] {
  if (text.length > MAX_LENGTH) return [{ kind: 'source', language: '', label: 'Description', text }];
  return parseBlocks(text.replaceAll(/\r\n?/gu, '\n').replaceAll('\t', '    ').split('\n'), 0);
}

/** As one line, for cells: its blocks' inlines with breaks between. */
export function parseMarkdownLine(text: string): Inlines {
  return parseInlines(text.trim());
}

interface Lines {
  readonly all: readonly string[];
  at: number;
  readonly depth: number;
}

/** Each takes the block that begins at a line, or nothing. */
const READERS: readonly ((lines: Lines, line: string) => Block | undefined)[] = [
  readFence,
  readHeading,
  readRule,
  readQuote,
  readList,
  readTable,
  readIndented,
];

function parseBlocks(all: readonly string[], depth: number): readonly Block[] {
  const lines: Lines = { all, at: 0, depth };
  const blocks: Block[] = [];
  while (lines.at < all.length) {
    const line = all[lines.at] ?? '';
    if (line.trim() === '') lines.at++;
    else blocks.push(readBlock(lines, line) ?? readParagraph(lines));
  }
  return blocks;
}

function readBlock(lines: Lines, line: string): Block | undefined {
  for (const read of READERS) {
    const block = read(lines, line);
    if (block !== undefined) return block;
  }
  return undefined;
}

const FENCE = /^ {0,3}(`{3,}|~{3,})\s*([^`\s]*)[^`]*$/u;

function readFence(lines: Lines, line: string): Block | undefined {
  const [, fence = '', language = ''] = FENCE.exec(line) ?? [];
  if (fence === '') return undefined;
  const isEnd = (text: string): boolean => text.trim().startsWith(fence) && /^(`+|~+)$/u.test(text.trim());
  let end = lines.at + 1;
  while (end < lines.all.length && !isEnd(lines.all[end] ?? '')) end++;
  const text = lines.all.slice(lines.at + 1, end).join('\n');
  lines.at = end + 1;
  return { kind: 'source', language: language.replaceAll(/[^\w+#.-]/gu, ''), label: 'Code', text };
}

const HEADING = /^ {0,3}(#{1,6})\s+(\S.*)$/u;

function readHeading(lines: Lines, line: string): Block | undefined {
  const [, signs, text = ''] = HEADING.exec(line) ?? [];
  if (signs === undefined) return undefined;
  lines.at++;
  return { kind: 'heading', level: signs.length, content: parseInlines(trimSigns(text.trim())) };
}

/** Without the signs that may close a heading. */
function trimSigns(text: string): string {
  let end = text.length;
  while (text[end - 1] === '#') end--;
  return end < text.length && text[end - 1] === ' ' ? text.slice(0, end).trimEnd() : text;
}

function isRule(line: string): boolean {
  const signs = line.replaceAll(' ', '');
  return signs.length >= 3 && /^(?:-+|\*+|_+)$/u.test(signs);
}

function readRule(lines: Lines, line: string): Block | undefined {
  if (!isRule(line)) return undefined;
  lines.at++;
  return { kind: 'rule' };
}

function readQuote(lines: Lines, line: string): Block | undefined {
  if (lines.depth >= MAX_DEPTH || !/^ {0,3}>/u.test(line)) return undefined;
  const inner: string[] = [];
  for (let text = lines.all[lines.at]; text !== undefined && text.trim() !== ''; text = lines.all[++lines.at]) {
    inner.push(text.replace(/^ {0,3}> ?/u, ''));
  }
  return { kind: 'quote', blocks: parseBlocks(inner, lines.depth + 1) };
}

const BULLET = /^( {0,3})([-*+]|\d{1,9}[.)])( {1,4}|$)/u;

function readList(lines: Lines, line: string): Block | undefined {
  const [, , first] = BULLET.exec(line) ?? [];
  if (first === undefined || lines.depth >= MAX_DEPTH) return undefined;
  const kind = first.at(-1);
  const items: (readonly Block[])[] = [];
  for (let text = lines.all[lines.at] ?? ''; !isRule(text); text = lines.all[lines.at] ?? '') {
    const [whole, , bullet] = BULLET.exec(text) ?? [];
    if (whole === undefined || bullet?.at(-1) !== kind) break;
    items.push(parseBlocks(takeItem(lines, whole.length), lines.depth + 1));
  }
  return /\d/u.test(first) ? { kind: 'list', start: Number.parseInt(first, 10), items } : { kind: 'list', items };
}

/** The lines of an item, without its bullet: those further in, and what goes on without an empty line. */
function takeItem(lines: Lines, width: number): readonly string[] {
  const taken = [(lines.all[lines.at++] ?? '').slice(width)];
  for (; lines.at < lines.all.length; lines.at++) {
    const text = lines.all[lines.at] ?? '';
    const isInside = text.startsWith(' '.repeat(width));
    const isLazy = taken.at(-1)?.trim() !== '' && !startsBlock(text);
    if (text.trim() !== '' && !isInside && !isLazy) break;
    taken.push(isInside ? text.slice(width) : text.trimStart());
  }
  return taken;
}

function startsBlock(line: string): boolean {
  return FENCE.test(line) || HEADING.test(line) || isRule(line) || /^ {0,3}>/u.test(line) || BULLET.test(line);
}

function readTable(lines: Lines, line: string): Block | undefined {
  if (!line.includes('|')) return undefined;
  const head = splitRow(line);
  const marks = splitRow(lines.all[lines.at + 1] ?? '');
  if (marks.length !== head.length || !marks.every((mark) => /^:?-+:?$/u.test(mark))) return undefined;
  const rows: Inlines[][] = [];
  lines.at += 2;
  for (let text = lines.all[lines.at] ?? ''; text.includes('|'); text = lines.all[++lines.at] ?? '') {
    const cells = splitRow(text);
    rows.push(head.map((_, index) => parseInlines(cells[index] ?? '')));
  }
  return { kind: 'table', label: 'Table', head: head.map((cell) => parseInlines(cell)), rows };
}

function splitRow(line: string): readonly string[] {
  const inner = line
    .trim()
    .replace(/^\|/u, '')
    .replace(/(?<!\\)\|$/u, '');
  return inner.split(/(?<!\\)\|/u).map((cell) => cell.trim().replaceAll(String.raw`\|`, '|'));
}

function readIndented(lines: Lines, line: string): Block | undefined {
  if (!line.startsWith('    ')) return undefined;
  const taken: string[] = [];
  for (let text = lines.all[lines.at]; text !== undefined; text = lines.all[++lines.at]) {
    if (text.trim() !== '' && !text.startsWith('    ')) break;
    taken.push(text.slice(4));
  }
  return { kind: 'source', language: '', label: 'Code', text: taken.join('\n').trimEnd() };
}

function readParagraph(lines: Lines): Block {
  const taken: string[] = [];
  for (let text = lines.all[lines.at]; text !== undefined && text.trim() !== ''; text = lines.all[++lines.at]) {
    if (taken.length > 0 && /^ {0,3}(?:=+|-+) *$/u.test(text)) {
      lines.at++;
      return { kind: 'heading', level: text.includes('=') ? 1 : 2, content: parseInlines(taken.join('\n').trim()) };
    }
    if (taken.length > 0 && startsBlock(text)) break;
    taken.push(text.trimStart());
  }
  return { kind: 'paragraph', content: parseInlines(taken.join('\n').trimEnd()) };
}
