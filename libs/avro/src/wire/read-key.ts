import { readString } from './read-string.ts';
import { readLength } from './read.ts';
import type { Cursor } from './read.ts';

/** Longer ones are seldom the same again. */
const MAX_LENGTH = 32;

/** The key last seen in each place of a small table, by a hash of its bytes. All are ASCII. */
const recent: string[] = Array.from({ length: 256 }, () => '');

/**
 * A map's key. Messages have the same ones again and again, and an engine takes far longer to find out that a new string
 * is a name it knows than it takes to compare the bytes with the one that it was given before.
 */
export function readKey(bytes: Uint8Array, start: number, end: number, cursor: Cursor): string {
  const length = readLength(bytes, start, end, cursor);
  if (length === 0 || length > MAX_LENGTH) return readString(bytes, start, end, cursor);
  const at = cursor.at;
  const last = at + length - 1;
  const middle = at + (length >> 1);
  const place =
    (length + 3 * (bytes[at] as number) + 7 * (bytes[middle] as number) + 31 * (bytes[last] as number)) & 255;
  const known = recent[place] as string;
  if (known.length === length && isTextOf(known, bytes, at)) {
    cursor.at = at + length;
    return known;
  }
  const key = readString(bytes, start, end, cursor);
  if (key.length === length) recent[place] = key;
  return key;
}

function isTextOf(text: string, bytes: Uint8Array, at: number): boolean {
  for (let index = 0; index < text.length; index++) if (text.charCodeAt(index) !== bytes[at + index]) return false;
  return true;
}
