import { readLength } from './read.ts';
import type { Cursor } from './read.ts';

/** Replaces what is not UTF-8, as Java does, and keeps a byte order mark. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Below this length a call into the engine's decoder costs more than reading characters one by one. */
const SHORT = 24;

export function readString(bytes: Uint8Array, start: number, end: number, cursor: Cursor): string {
  const length = readLength(bytes, start, end, cursor);
  const at = cursor.at;
  cursor.at = at + length;
  if (length <= SHORT) {
    const text = readAscii(bytes, at, length);
    if (text !== undefined) return text;
  }
  return decoder.decode(bytes.subarray(at, at + length));
}

const fromCharCode = String.fromCharCode;

/** Several characters a call; undefined where one is not ASCII. */
function readAscii(bytes: Uint8Array, start: number, length: number): string | undefined {
  let text = '';
  let at = start;
  const end = start + length;
  for (; at + 8 <= end; at += 8) {
    const a = bytes[at] as number;
    const b = bytes[at + 1] as number;
    const c = bytes[at + 2] as number;
    const d = bytes[at + 3] as number;
    const e = bytes[at + 4] as number;
    const f = bytes[at + 5] as number;
    const g = bytes[at + 6] as number;
    const h = bytes[at + 7] as number;
    if ((a | b | c | d | e | f | g | h) > 127) return undefined;
    const part = fromCharCode(a, b, c, d, e, f, g, h);
    text = at === start ? part : text + part;
  }
  if (at === end) return text;
  const rest = readShortAscii(bytes, at, end - at);
  if (rest === undefined || at === start) return rest;
  return text + rest;
}

function readShortAscii(bytes: Uint8Array, at: number, length: number): string | undefined {
  const a = bytes[at] as number;
  if (length === 1) return a > 127 ? undefined : fromCharCode(a);
  const b = bytes[at + 1] as number;
  if (length === 2) return (a | b) > 127 ? undefined : fromCharCode(a, b);
  const c = bytes[at + 2] as number;
  if (length === 3) return (a | b | c) > 127 ? undefined : fromCharCode(a, b, c);
  const d = bytes[at + 3] as number;
  if (length === 4) return (a | b | c | d) > 127 ? undefined : fromCharCode(a, b, c, d);
  const e = bytes[at + 4] as number;
  if (length === 5) return (a | b | c | d | e) > 127 ? undefined : fromCharCode(a, b, c, d, e);
  const f = bytes[at + 5] as number;
  if (length === 6) return (a | b | c | d | e | f) > 127 ? undefined : fromCharCode(a, b, c, d, e, f);
  const g = bytes[at + 6] as number;
  return (a | b | c | d | e | f | g) > 127 ? undefined : fromCharCode(a, b, c, d, e, f, g);
}
