import { literalKey, quote } from '../../names.ts';
import { enclose, ifBreak, line, WIDTH } from '../text/doc.ts';
import type { Doc } from '../text/doc.ts';

/** A value as TypeScript text; undefined where it is one of a class that nobody knows how to make. */
export function printValue(value: unknown): Doc | undefined {
  switch (typeof value) {
    case 'string':
      return quote(value);
    case 'bigint':
      return `${value}n`;
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value).replace('e+', 'e');
    case 'boolean':
      return String(value);
    case 'object':
      return value === null ? 'null' : printObject(value);
    default:
      return undefined;
  }
}

function printObject(value: object): Doc | undefined {
  if (Array.isArray(value)) {
    const items: readonly (Doc | undefined)[] = value.map(printValue);
    // Objects of several keys stand below each other, as the formatter has it.
    const isTall = value.length > 1 && value.every(isWide);
    return printList('[', isTall ? items.map((item) => item && [item, BREAK]) : items, ']');
  }
  if (value instanceof Uint8Array) return printBytes(value);
  if (value instanceof Map) {
    const entries = printList('[', Array.from(value, printValue), ']');
    return entries === undefined ? undefined : ['new Map(', value.size === 0 ? '' : entries, ')'];
  }
  if (value instanceof Date) return `new Date('${value.toISOString()}')`;
  if (Object.getPrototypeOf(value) !== Object.prototype) return undefined;
  const entries = Object.entries(value).map(([key, item]) => {
    const text = printValue(item);
    return text === undefined ? undefined : [literalKey(key), ': ', text];
  });
  return printList('{', entries, '}', line);
}

/** Fits on no line. */
const BREAK = ifBreak('', ' '.repeat(WIDTH + 1));

function isWide(item: unknown): boolean {
  if (typeof item !== 'object' || item === null || item instanceof Uint8Array || item instanceof Date) return false;
  return !(item instanceof Map) && Object.keys(item).length > 1;
}

function printList(open: string, items: readonly (Doc | undefined)[], close: string, space?: Doc): Doc | undefined {
  const known = items.filter((item) => item !== undefined);
  return known.length === items.length ? enclose(open, known, close, space) : undefined;
}

function printBytes(bytes: Uint8Array): Doc {
  const [first = 0] = bytes;
  if (bytes.every((byte) => byte === 0)) return `new Uint8Array(${bytes.length === 0 ? '' : bytes.length})`;
  if (bytes.every((byte) => byte === first)) return `new Uint8Array(${bytes.length}).fill(${first})`;
  return `Uint8Array.of(${bytes.join(', ')})`;
}
