import { SerdeError } from '../serde-error.ts';
import { decodeText } from './text.ts';
import { findHeader } from './transport.ts';
import type { RecordHeaders } from './transport.ts';

/** Where a runtime expression such as `$message.header#/correlationId` points (AsyncAPI 3.0, Runtime Expression). */
export interface Location {
  readonly source: 'header' | 'payload';
  /** Names on the way: the first of a header location is the header's. */
  readonly path: readonly string[];
}

/** @throws SerdeError where it is no expression that names something in a message */
export function parseExpression(text: string): Location {
  const match = /^\$message\.(header|payload)#(\/.*)$/.exec(text);
  const [, source, pointer = ''] = match ?? [];
  if (source === undefined) {
    const form = '$message.header#/NAME or $message.payload#/PATH';
    throw new SerdeError('unsupported', `${JSON.stringify(text)} is no runtime expression of the form ${form}`);
  }
  const path = pointer.slice(1).split('/');
  return {
    source: source === 'header' ? 'header' : 'payload',
    path: path.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~')),
  };
}

/** The text that stands there; `undefined` where there is none. Numbers are written out. */
export function readLocation({ source, path }: Location, headers: RecordHeaders, value: unknown): string | undefined {
  if (source === 'header') {
    const bytes = findHeader(headers, path[0] ?? '');
    return bytes === undefined ? undefined : decodeText(bytes);
  }
  let found = value;
  for (const name of path) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Readonly<Record<string, unknown>>)[name];
  }
  return typeof found === 'string' || typeof found === 'number' || typeof found === 'bigint'
    ? String(found)
    : undefined;
}
