import { parseHostPort } from '../host-port.ts';
import type { OptionDeclaration } from './declaration.ts';

export type ReadValue = { readonly value: unknown } | { readonly problem: string };

/** Reads the text of one option; the problem says what was expected, to stand after "--flag 'text': ". */
export function readValue(declaration: OptionDeclaration, text: string): ReadValue {
  switch (declaration.type) {
    case 'host-port':
      return readHostPort(text);
    case 'path':
    case 'string':
      return text === '' ? { problem: 'expected a value' } : { value: text };
    case 'url':
      return readUrl(text, declaration.protocols ?? ['http', 'https']);
    case 'int':
      return readInteger(text, declaration.min ?? Number.MIN_SAFE_INTEGER, declaration.max ?? Number.MAX_SAFE_INTEGER);
    case 'enum':
      return declaration.values.includes(text)
        ? { value: text }
        : { problem: `expected one of ${declaration.values.join(', ')}` };
    case 'boolean': {
      const value = BOOLEANS.get(text.toLowerCase());
      return value === undefined ? { problem: 'expected true or false (or 1, 0, yes, no)' } : { value };
    }
    case 'list':
      return { value: readList(text) };
    default:
      return declaration satisfies never;
  }
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['1', true],
  ['yes', true],
  ['false', false],
  ['0', false],
  ['no', false],
]);

function readHostPort(text: string): ReadValue {
  const value = parseHostPort(text);
  if (value !== undefined) return { value };
  const hasPort = /[^:]:-?\d+$/.test(text) && parseHostPort(text.replace(/-?\d+$/, '0')) !== undefined;
  if (hasPort) return { problem: 'the port must be from 0 to 65535' };
  return { problem: 'expected HOST:PORT, e.g. 127.0.0.1:9092 or [::1]:0' };
}

function readList(text: string): string[] {
  const parts = text.split(',').map((part) => part.trim());
  return parts.filter((part) => part !== '');
}

function readUrl(text: string, protocols: readonly string[]): ReadValue {
  const wanted = protocols.map((protocol) => `${protocol}://…`).join(' or ');
  const url = URL.canParse(text) ? new URL(text) : undefined;
  return url !== undefined && protocols.includes(url.protocol.slice(0, -1))
    ? { value: text }
    : { problem: `expected a URL like ${wanted}` };
}

function readInteger(text: string, min: number, max: number): ReadValue {
  const value = Number(text);
  if (/^-?\d+$/.test(text) && Number.isSafeInteger(value) && value >= min && value <= max) return { value };
  if (min === Number.MIN_SAFE_INTEGER) return { problem: 'expected a whole number' };
  return {
    problem: `expected a whole number ${max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`}`,
  };
}
