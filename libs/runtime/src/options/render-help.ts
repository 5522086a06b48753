import { flagName } from './declaration.ts';
import type { OptionDeclaration, OptionDeclarations } from './declaration.ts';

export interface HelpText {
  /** e.g. `sluice up [options]`. */
  readonly usage: string;
  /** What the command does, in a sentence or two. */
  readonly summary: string;
  readonly examples?: readonly { readonly command: string; readonly help: string }[];
  /** Paragraphs after the options. */
  readonly notes?: readonly string[];
}

const WIDTH = 100;
const INDENT = 30;

/** The text of --help, derived from the declaration. */
export function renderHelp(declarations: OptionDeclarations, text: HelpText): string {
  const sections = [`Usage: ${text.usage}`, wrap(text.summary, 0)];
  const options = visible(declarations).map(([key, declaration]) => {
    const head = `  ${describeFlag(key, declaration)}`;
    const body = wrap(describeOption(declaration), INDENT);
    return head.length < INDENT - 1 ? head.padEnd(INDENT) + body.trimStart() : `${head}\n${body}`;
  });
  if (options.length > 0) sections.push(['Options:', ...options].join('\n'));
  const examples = text.examples ?? [];
  if (examples.length > 0) {
    sections.push(['Examples:', ...examples.map(({ command, help }) => `  ${command}\n      ${help}`)].join('\n'));
  }
  for (const note of text.notes ?? []) sections.push(wrap(note, 0));
  return `${sections.join('\n\n')}\n`;
}

/** The same options as a Markdown table for the docs. */
export function renderOptionsTable(declarations: OptionDeclarations): string {
  const cell = (value: string) => value.replaceAll('|', '\\|');
  const rows = visible(declarations).map(([key, declaration]) => {
    const fallback = formatDefault(declaration);
    const cells = [
      `\`${describeFlag(key, declaration).trimStart()}\``,
      declaration.env === undefined ? '' : `\`${declaration.env}\``,
      fallback === undefined ? '' : `\`${fallback}\``,
      declaration.help,
    ];
    return `| ${cells.map(cell).join(' | ')} |`;
  });
  return ['| flag | environment | default | meaning |', '|---|---|---|---|', ...rows, ''].join('\n');
}

function visible(declarations: OptionDeclarations): [string, OptionDeclaration][] {
  return Object.entries(declarations).filter(([, declaration]) => !declaration.hidden);
}

const PLACEHOLDERS = {
  'host-port': 'HOST:PORT',
  path: 'PATH',
  string: 'TEXT',
  url: 'URL',
  int: 'N',
  boolean: '',
  list: 'A,B',
} as const;

function describeFlag(key: string, declaration: OptionDeclaration): string {
  const short = declaration.short === undefined ? '' : `-${declaration.short}, `;
  const standard = declaration.type === 'enum' ? declaration.values.join('|') : PLACEHOLDERS[declaration.type];
  const placeholder = declaration.placeholder ?? standard;
  return `${short}${flagName(key)}${placeholder === '' ? '' : ` ${placeholder}`}`;
}

function describeOption(declaration: OptionDeclaration): string {
  const fallback = formatDefault(declaration);
  const facts = [
    ...(fallback === undefined ? [] : [`default ${fallback}`]),
    ...(declaration.env === undefined ? [] : [`env ${declaration.env}`]),
  ];
  return facts.length === 0 ? declaration.help : `${declaration.help} (${facts.join('; ')})`;
}

function formatDefault(declaration: OptionDeclaration): string | undefined {
  if (declaration.default === undefined || declaration.default === false) return undefined;
  if (declaration.type !== 'list') return String(declaration.default);
  return declaration.default.length === 0 ? undefined : declaration.default.join(',');
}

function wrap(text: string, indent: number): string {
  const lines: string[] = [];
  let current = '';
  for (const word of text.split(' ')) {
    if (current !== '' && indent + current.length + 1 + word.length > WIDTH) {
      lines.push(current);
      current = word;
    } else current = current === '' ? word : `${current} ${word}`;
  }
  lines.push(current);
  return lines.map((line) => ' '.repeat(indent) + line).join('\n');
}
