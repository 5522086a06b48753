import { isBlocks } from './page.ts';
import type { Block, Cell, Inline, Inlines, Table } from './page.ts';
import { plainText } from './print-html.ts';
import { safeLink } from './safe-link.ts';

/** CommonMark with tables. Blocks are apart by one empty line; the text has no HTML but `<a id>` and `<br>` of ours. */
export function printMarkdownBlocks(blocks: readonly Block[], level: number): string {
  return blocks
    .map((block) => printBlock(block, level))
    .filter((text) => text !== '')
    .join('\n\n');
}

export function printMarkdownInlines(content: Inlines): string {
  return content.map(printInline).join('');
}

function printBlock(block: Block, level: number): string {
  switch (block.kind) {
    case 'section': {
      const own = Math.min(level + 1, 6);
      const title = `${'#'.repeat(own)} ${printMarkdownInlines(block.title)}`;
      return `<a id="${block.id}"></a>\n\n${title}\n\n${printMarkdownBlocks(block.blocks, own)}`.trimEnd();
    }
    case 'heading':
      return `${'#'.repeat(Math.min(level + block.level, 6))} ${printMarkdownInlines(block.content)}`;
    case 'fold':
      return `**${printMarkdownInlines(block.title)}**\n\n${printMarkdownBlocks(block.blocks, level)}`;
    case 'table':
      return printTable(block);
    case 'paragraph':
      return printLine(block.content);
    case 'list':
      return block.items
        .map((item, index) => {
          const bullet = block.start === undefined ? '- ' : `${block.start + index}. `;
          return bullet + indent(printMarkdownBlocks(item, level), ' '.repeat(bullet.length));
        })
        .join('\n');
    case 'quote':
      return `> ${indent(printMarkdownBlocks(block.blocks, level), '> ')}`;
    case 'rule':
      return '---';
    case 'source':
      return printSource(block.language, block.text);
    case 'facts':
      return block.facts.map(({ term, value }) => `- ${escape(term)}: ${printMarkdownInlines(value)}`).join('\n');
    case 'prose':
      return printMarkdownBlocks(block.blocks, level);
  }
}

/** What would begin a list, a heading or a rule at the start of a line is text. */
function printLine(content: Inlines): string {
  return printMarkdownInlines(content)
    .split('\n')
    .map((line) =>
      line.trim().replace(/^([-+=]|\d+(?=[.)]))/u, (start) => (/^\d/u.test(start) ? `${start}\\` : `\\${start}`)),
    )
    .join('\n');
}

function printTable({ head, rows }: Table): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [
    line(head.map((cell) => oneLine(printMarkdownInlines(cell)))),
    line(head.map(() => '---')),
    ...rows.map((cells) => line(cells.map(printCell))),
  ].join('\n');
}

function printCell(cell: Cell): string {
  return oneLine(isBlocks(cell) ? cell.map(flatten).filter(Boolean).join('<br>') : printMarkdownInlines(cell));
}

/** A block in one line, for cells. */
function flatten(block: Block): string {
  switch (block.kind) {
    case 'paragraph':
    case 'heading':
      return printMarkdownInlines(block.content);
    case 'list':
      return block.items.map((item) => `• ${item.map(flatten).join(' ')}`).join('<br>');
    case 'source':
      return printCode(block.text);
    case 'facts':
      return block.facts.map(({ term, value }) => `${escape(term)}: ${printMarkdownInlines(value)}`).join('<br>');
    case 'table':
      return block.rows.map((row) => row.map(printCell).join(', ')).join('<br>');
    case 'rule':
      return '';
    case 'section':
    case 'fold':
      return `${printMarkdownInlines(block.title)}<br>${block.blocks.map(flatten).join('<br>')}`;
    case 'quote':
    case 'prose':
      return block.blocks.map(flatten).join('<br>');
  }
}

function printInline(part: Inline): string {
  if (typeof part === 'string') return escape(part);
  switch (part.kind) {
    case 'code':
      return printCode(part.text);
    case 'strong':
      return `**${printMarkdownInlines(part.content)}**`;
    case 'emphasis':
      return `*${printMarkdownInlines(part.content)}*`;
    case 'muted':
      return printMarkdownInlines(part.content);
    case 'chip':
      return printCode(part.text);
    case 'mark':
      return `${part.verdict === 'ok' ? '✓' : part.verdict === 'bad' ? '✕' : '!'} ${escape(part.text)}`;
    case 'break':
      return '<br>';
    case 'link': {
      const to = safeLink(part.to);
      const content = printMarkdownInlines(part.content);
      if (to !== undefined) return `[${content}](${to.replaceAll(/[<>()\\|`*_[\]"']/gu, percent)})`;
      return plainText(part.content) === part.to ? content : `${content} (${printCode(part.to)})`;
    }
  }
}

const percent = (character: string): string =>
  `%${character.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;

function printCode(text: string): string {
  const line = text.replaceAll(/\s+/gu, ' ');
  if (line.trim() === '') return '` `';
  const ticks = '`'.repeat(1 + longestRun(line));
  const space = line.startsWith('`') || line.endsWith('`') ? ' ' : '';
  return ticks + space + line + space + ticks;
}

function printSource(language: string, text: string): string {
  const fence = '`'.repeat(Math.max(3, 1 + longestRun(text)));
  return `${fence}${language}\n${text}\n${fence}`;
}

function longestRun(text: string): number {
  return Math.max(0, ...(text.match(/`+/gu) ?? []).slice(0, 10_000).map((run) => run.length));
}

/** Text as Markdown that means nothing but itself. */
function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/[\\`*_[\]|#~]/gu, String.raw`\$&`)
    .replaceAll(/\s*\n\s*/gu, '\n');
}

/** In a table a pipe parts cells even within code. */
function oneLine(text: string): string {
  return text.replaceAll('\n', ' ').replaceAll(/(?<!\\)\|/gu, String.raw`\|`);
}

function indent(text: string, by: string): string {
  return text.replaceAll('\n', `\n${by}`);
}
