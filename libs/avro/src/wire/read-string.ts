import { MALFORMED } from './faults.ts';
import { readLength } from './read.ts';
import type { Cursor } from './read.ts';

/** Replaces what is not UTF-8, as Java does, and keeps a byte order mark. */
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Up to this length a call into the engine's decoder costs more than reading characters here. */
const SHORT = 32;

export function readString(bytes: Uint8Array, start: number, end: number, cursor: Cursor): string {
  const length = readLength(bytes, start, end, cursor);
  const at = cursor.at;
  cursor.at = at + length;
  if (length <= SHORT) {
    const text = readAscii(bytes, at, length);
    if (text !== undefined) return text;
  }
  const part = bytes.subarray(at, at + length);
  return length > MAX_TEXT ? decodeHuge(part) : decoder.decode(part);
}

/** Characters that a string of any engine holds. More bytes than these may be fewer characters. */
const MAX_TEXT = 0x1fff_ffe8;

function decodeHuge(bytes: Uint8Array): string {
  try {
    return decoder.decode(bytes);
  } catch {
    throw MALFORMED;
  }
}

function readAscii(bytes: Uint8Array, at: number, length: number): string | undefined {
  if (length <= 16) return readUpTo16(bytes, at, length);
  const head = readUpTo16(bytes, at, 16);
  if (head === undefined) return undefined;
  const rest = readUpTo16(bytes, at + 16, length - 16);
  return rest === undefined ? undefined : head + rest;
}

const text = String.fromCharCode;

/** One call makes the whole string, which is what pays; undefined where a byte is not ASCII. */
function readUpTo16(bytes: Uint8Array, at: number, length: number): string | undefined {
  if (length === 0) return '';
  const a = bytes[at] as number;
  if (length === 1) return a > 127 ? undefined : text(a);
  const b = bytes[at + 1] as number;
  if (length === 2) return (a | b) > 127 ? undefined : text(a, b);
  const c = bytes[at + 2] as number;
  if (length === 3) return (a | b | c) > 127 ? undefined : text(a, b, c);
  const d = bytes[at + 3] as number;
  if (length === 4) return (a | b | c | d) > 127 ? undefined : text(a, b, c, d);
  const e = bytes[at + 4] as number;
  if (length === 5) return (a | b | c | d | e) > 127 ? undefined : text(a, b, c, d, e);
  const f = bytes[at + 5] as number;
  if (length === 6) return (a | b | c | d | e | f) > 127 ? undefined : text(a, b, c, d, e, f);
  const g = bytes[at + 6] as number;
  if (length === 7) return (a | b | c | d | e | f | g) > 127 ? undefined : text(a, b, c, d, e, f, g);
  const h = bytes[at + 7] as number;
  if (length === 8) return (a | b | c | d | e | f | g | h) > 127 ? undefined : text(a, b, c, d, e, f, g, h);
  const i = bytes[at + 8] as number;
  if (length === 9) return (a | b | c | d | e | f | g | h | i) > 127 ? undefined : text(a, b, c, d, e, f, g, h, i);
  const j = bytes[at + 9] as number;
  if (length === 10)
    return (a | b | c | d | e | f | g | h | i | j) > 127 ? undefined : text(a, b, c, d, e, f, g, h, i, j);
  const k = bytes[at + 10] as number;
  if (length === 11)
    return (a | b | c | d | e | f | g | h | i | j | k) > 127 ? undefined : text(a, b, c, d, e, f, g, h, i, j, k);
  const l = bytes[at + 11] as number;
  if (length === 12)
    return (a | b | c | d | e | f | g | h | i | j | k | l) > 127 ? undefined : text(a, b, c, d, e, f, g, h, i, j, k, l);
  const m = bytes[at + 12] as number;
  if (length === 13)
    return (a | b | c | d | e | f | g | h | i | j | k | l | m) > 127
      ? undefined
      : text(a, b, c, d, e, f, g, h, i, j, k, l, m);
  const n = bytes[at + 13] as number;
  if (length === 14)
    return (a | b | c | d | e | f | g | h | i | j | k | l | m | n) > 127
      ? undefined
      : text(a, b, c, d, e, f, g, h, i, j, k, l, m, n);
  const o = bytes[at + 14] as number;
  if (length === 15)
    return (a | b | c | d | e | f | g | h | i | j | k | l | m | n | o) > 127
      ? undefined
      : text(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o);
  const p = bytes[at + 15] as number;
  return (a | b | c | d | e | f | g | h | i | j | k | l | m | n | o | p) > 127
    ? undefined
    : text(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p);
}
