import { enclose, render } from '../text/doc.ts';
import { literalKey } from '../../names.ts';

/** A value as the text of an expression. Objects stand over several lines, as the formatter leaves them. */
export type Literal = string | readonly Literal[] | { readonly [key: string]: Literal | undefined };

/** `text` as an expression: not a string's content. */
export function printLiteral(value: Literal, depth = 0): string {
  if (typeof value === 'string') return value;
  if (isList(value)) {
    const items = value.map((item) => printLiteral(item, depth + 1));
    if (items.some((item) => item.includes('\n'))) {
      const space = '  '.repeat(depth + 1);
      return `[\n${items.map((item) => `${space}${item},\n`).join('')}${'  '.repeat(depth)}]`;
    }
    return render(enclose('[', items, ']'), depth);
  }
  const entries = Object.entries(value).filter((entry): entry is [string, Literal] => entry[1] !== undefined);
  if (entries.length === 0) return '{}';
  const space = '  '.repeat(depth + 1);
  const lines = entries.map(([key, item]) => printEntry(space, key, printLiteral(item, depth + 1)));
  return `{\n${lines.join('')}${'  '.repeat(depth)}}`;
}

/** A value that is too long for its key's line stands below it, if it is one string. */
function printEntry(space: string, key: string, text: string): string {
  const name = literalKey(key);
  if (name === text) return `${space}${name},\n`;
  const line = `${space}${name}: ${text},`;
  const isString = /^['"]/.test(text);
  return line.length > 120 && isString ? `${space}${name}:\n${space}  ${text},\n` : `${line}\n`;
}

const isList: (value: Literal) => value is readonly Literal[] = Array.isArray;
