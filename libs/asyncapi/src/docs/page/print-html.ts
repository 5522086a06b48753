import { markup } from './html.ts';
import type { Html } from './html.ts';
import { isBlocks } from './page.ts';
import type { Block, Cell, Fold, Inline, Inlines, Section, Table, Verdict } from './page.ts';
import { safeLink } from './safe-link.ts';

/** The blocks of a part whose heading has level `level`. */
export function printBlocks(blocks: readonly Block[], level: number): readonly Html[] {
  const parts: Html[] = [];
  let headingLevel = level;
  for (let index = 0; index < blocks.length; index++) {
    const block = blocks[index];
    if (block === undefined) continue;
    if (block.kind === 'heading') {
      // Headings of others' words may skip levels; ours must not.
      headingLevel = Math.min(level + block.level, headingLevel + 1, MAX_LEVEL);
      parts.push(printHeading(headingLevel, block.content));
    } else if (block.kind === 'fold' && block.group !== undefined) {
      const group = takeGroup(blocks, index);
      parts.push(markup`<div class="tabs">${group.map((fold) => printFold(fold, level))}</div>`);
      index += group.length - 1;
    } else parts.push(printBlock(block, level));
  }
  return parts;
}

export function printInlines(content: Inlines): readonly Html[] {
  return content.map(printInline);
}

/** The text alone. */
export function plainText(content: Inlines): string {
  return content
    .map((part) => {
      if (typeof part === 'string') return part;
      if (part.kind === 'break') return ' ';
      return 'content' in part ? plainText(part.content) : part.text;
    })
    .join('');
}

const MAX_LEVEL = 6;

function takeGroup(blocks: readonly Block[], start: number): readonly Fold[] {
  const group: Fold[] = [];
  for (const block of blocks.slice(start)) {
    if (block.kind !== 'fold' || block.group === undefined) break;
    if (group[0] !== undefined && group[0].group !== block.group) break;
    group.push(block);
  }
  return group;
}

function printHeading(level: number, content: Inlines, className?: string): Html {
  const attribute = className === undefined ? undefined : markup` class="${className}"`;
  const inner = printInlines(content);
  switch (level) {
    case 2:
      return markup`<h2${attribute}>${inner}</h2>`;
    case 3:
      return markup`<h3${attribute}>${inner}</h3>`;
    case 4:
      return markup`<h4${attribute}>${inner}</h4>`;
    case 5:
      return markup`<h5${attribute}>${inner}</h5>`;
    default:
      return markup`<h6${attribute}>${inner}</h6>`;
  }
}

function printBlock(block: Exclude<Block, { kind: 'heading' }>, level: number): Html {
  switch (block.kind) {
    case 'section':
      return printSection(block, level);
    case 'fold':
      return printFold(block, level);
    case 'table':
      return printTable(block, level);
    case 'paragraph':
      return markup`<p>${printInlines(block.content)}</p>`;
    case 'list': {
      const items = block.items.map((item) => markup`<li>${printItem(item, level)}</li>`);
      if (block.start === undefined) return markup`<ul>${items}</ul>`;
      return markup`<ol start="${block.start}">${items}</ol>`;
    }
    case 'quote':
      return markup`<blockquote>${printBlocks(block.blocks, level)}</blockquote>`;
    case 'rule':
      return markup`<hr>`;
    case 'source': {
      const source = markup`<code>${block.text}</code>`;
      return markup`<div class="src"><pre tabindex="0" role="group" aria-label="${block.label}">${source}</pre></div>`;
    }
    case 'facts': {
      const facts = block.facts.map(
        ({ term, value }) => markup`<div><dt>${term}</dt><dd>${printInlines(value)}</dd></div>`,
      );
      return markup`<dl>${facts}</dl>`;
    }
    case 'prose':
      return markup`<div class="prose">${printBlocks(block.blocks, level)}</div>`;
  }
}

function printSection({ id, title, blocks, isItem = false }: Section, level: number): Html {
  const own = Math.min(level + 1, MAX_LEVEL);
  const self = markup`<a class="self" href="#${id}" aria-label="Link to ${plainText(title)}">#</a>`;
  const inner = markup`<div class="head">${printHeading(own, title)}${self}</div>${printBlocks(blocks, own)}`;
  return markup`<section id="${id}"${isItem && markup` class="item"`}>${inner}</section>\n`;
}

function printFold({ title, blocks, isOpen = false, group }: Fold, level: number): Html {
  const name = group === undefined ? undefined : markup` name="${group}"`;
  const inner = markup`<summary>${printInlines(title)}</summary>${printBlocks(blocks, level)}`;
  return markup`<details${name}${isOpen && markup` open`}>${inner}</details>`;
}

function printTable({ label, head, hasRowHeads = false, rows }: Table, level: number): Html {
  const heads = head.map((cell) => markup`<th scope="col">${printInlines(cell)}</th>`);
  const lines = rows.map((cells) => {
    const printed = cells.map((cell, index) =>
      hasRowHeads && index === 0
        ? markup`<th scope="row">${printCell(cell, level)}</th>`
        : markup`<td>${printCell(cell, level)}</td>`,
    );
    return markup`<tr>${printed}</tr>`;
  });
  const table = markup`<table><thead><tr>${heads}</tr></thead><tbody>${lines}</tbody></table>`;
  return markup`<div class="wide" tabindex="0" role="group" aria-label="${label}">${table}</div>`;
}

function printCell(cell: Cell, level: number): readonly Html[] {
  return isBlocks(cell) ? printBlocks(cell, level) : printInlines(cell);
}

/** A paragraph alone in its item needs no element. */
function printItem(item: readonly Block[], level: number): readonly Html[] {
  const [first, ...rest] = item;
  if (first?.kind !== 'paragraph') return printBlocks(item, level);
  return [...printInlines(first.content), ...printBlocks(rest, level)];
}

const SIGNS: Readonly<Record<Verdict, string>> = { ok: '✓', bad: '✕', warn: '!' };

function printInline(part: Inline): Html {
  if (typeof part === 'string') return markup`${part}`;
  switch (part.kind) {
    case 'code':
      return markup`<code>${part.text}</code>`;
    case 'strong':
      return markup`<strong>${printInlines(part.content)}</strong>`;
    case 'emphasis':
      return markup`<em>${printInlines(part.content)}</em>`;
    case 'muted':
      return markup`<span class="muted">${printInlines(part.content)}</span>`;
    case 'chip':
      return markup`<span class="chip">${part.text}</span>`;
    case 'mark':
      return markup`<span class="v ${part.verdict}">${SIGNS[part.verdict]} ${part.text}</span>`;
    case 'break':
      return markup`<br />`;
    case 'link':
      return printLink(part.to, part.content);
  }
}

function printLink(to: string, content: Inlines): Html {
  const href = safeLink(to);
  const inner = printInlines(content);
  if (href === undefined) return plainText(content) === to ? markup`${inner}` : markup`${inner} (<code>${to}</code>)`;
  return href.startsWith('#')
    ? markup`<a href="${href}">${inner}</a>`
    : markup`<a href="${href}" rel="noopener noreferrer">${inner}</a>`;
}
