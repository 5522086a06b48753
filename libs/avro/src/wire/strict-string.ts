import { MALFORMED, MISMATCH } from './faults.ts';
import { readLength } from './read.ts';
import type { Cursor } from './read.ts';
import { readString } from './read-string.ts';
import { writeString } from './write-string.ts';

/** Strings of codecs that refuse what is not UTF-8, where others replace it. */

export function readStrictString(bytes: Uint8Array, start: number, end: number, cursor: Cursor): string {
  skipStrictString(bytes, start, end, cursor);
  return readString(bytes, start, end, cursor);
}

export function skipStrictString(bytes: Uint8Array, start: number, end: number, cursor: Cursor): number {
  const length = readLength(bytes, start, end, cursor);
  const stop = cursor.at + length;
  if (!isUtf8(bytes, cursor.at, stop)) throw MALFORMED;
  return stop;
}

/** A lone surrogate has no UTF-8. */
export function writeStrictString(value: unknown, bytes: Uint8Array, start: number): number {
  if (typeof value !== 'string' || !value.isWellFormed()) throw MISMATCH;
  return writeString(value, bytes, start);
}

/** Whether `bytes[start, end)` is well-formed (Unicode 15, table 3-7): none too long, no surrogates, none above U+10FFFF. */
export function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at < end) {
    const lead = bytes[at++] as number;
    if (lead < 0x80) continue;
    if (lead < 0xc2 || lead > 0xf4) return false;
    const more = lead < 0xe0 ? 1 : lead < 0xf0 ? 2 : 3;
    if (at + more > end) return false;
    const second = bytes[at] as number;
    const least = lead === 0xe0 ? 0xa0 : lead === 0xf0 ? 0x90 : 0x80;
    const most = lead === 0xed ? 0x9f : lead === 0xf4 ? 0x8f : 0xbf;
    if (second < least || second > most) return false;
    for (let index = 1; index < more; index++) if (((bytes[at + index] as number) & 0xc0) !== 0x80) return false;
    at += more;
  }
  return true;
}
