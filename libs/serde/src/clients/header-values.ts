import { SerdeError } from '../serde-error.ts';
import { decodeText, describeError, encodeText } from './text.ts';
import type { RecordHeaders } from './transport.ts';

/**
 * How the values of headers are written: `text` as UTF-8, `json` as JSON text. What a document declares a string is
 * text and all else JSON; headers that it does not declare are no part of a message's `headers`.
 */
export type HeaderForms = Readonly<Record<string, 'text' | 'json'>>;

/** Writes the headers that have a value. @throws SerdeError for one that its form cannot hold */
export function writeHeaders(values: object | undefined, forms: HeaderForms): (readonly [string, Uint8Array])[] {
  const headers: (readonly [string, Uint8Array])[] = [];
  for (const [name, value] of Object.entries(values ?? {}) as [string, unknown][]) {
    if (value === undefined) continue;
    const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
    headers.push([name, writeHeader(name, value, form ?? (typeof value === 'string' ? 'text' : 'json'))]);
  }
  return headers;
}

/** Reads the headers that the document declares. @throws SerdeError for one that is not what it declares */
export function readHeaders(headers: RecordHeaders, forms: HeaderForms): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [name, bytes] of headers) {
    if (!Object.hasOwn(forms, name)) continue;
    const value = readHeader(name, bytes, forms[name] ?? 'text');
    Object.defineProperty(values, name, { value, enumerable: true, configurable: true, writable: true });
  }
  return values;
}

function writeHeader(name: string, value: unknown, form: 'text' | 'json'): Uint8Array {
  if (form === 'text' && typeof value === 'string') return encodeText(value);
  const text = form === 'json' ? JSON.stringify(value) : undefined;
  if (text !== undefined) return encodeText(text);
  throw refuse('invalid-value', name, form === 'text' ? 'a string' : 'a JSON value', typeof value);
}

function readHeader(name: string, bytes: Uint8Array, form: 'text' | 'json'): unknown {
  try {
    const text = decodeText(bytes);
    return form === 'text' ? text : (JSON.parse(text) as unknown);
  } catch (error) {
    throw refuse('malformed', name, form === 'text' ? 'UTF-8' : 'JSON', describeError(error));
  }
}

function refuse(kind: 'invalid-value' | 'malformed', name: string, expected: string, found: string): SerdeError {
  const findings = [{ path: `headers.${name}`, expected, found }];
  return new SerdeError(kind, `header ${name}: expected ${expected}, found ${found}`, { findings });
}
