import { MISMATCH } from './faults.ts';
import { writeVar32 } from './write.ts';

const encoder = new TextEncoder();

/** Below this length a loop over characters beats a call into the engine's encoder. */
const SHORT = 40;

/** A string with its length before it. A lone surrogate, which UTF-8 has no bytes for, is written as `?`, as in Java. */
export function writeString(value: unknown, bytes: Uint8Array, start: number): number {
  if (typeof value !== 'string') throw MISMATCH;
  const { length } = value;
  if (length >= SHORT) return writeLongString(value, bytes, start);
  bytes[start] = length << 1;
  let at = start + 1;
  let seen = 0;
  // Two at a time, after the odd one: more would make the function too long for engines to put it where it is called.
  let index = length & 1;
  if (index === 1) {
    seen = value.charCodeAt(0);
    bytes[at++] = seen;
  }
  for (; index < length; index += 2, at += 2) {
    const a = value.charCodeAt(index);
    const b = value.charCodeAt(index + 1);
    seen |= a | b;
    bytes[at] = a;
    bytes[at + 1] = b;
  }
  return seen < 128 ? at : writeByChar(value, bytes, start);
}

function writeLongString(value: string, bytes: Uint8Array, start: number): number {
  // Room for the worst case lets the length be written after the text; if its own size was guessed wrong the text moves.
  const guess = start + varintSize(value.length << 1);
  if (guess + 3 * value.length > bytes.length || !value.isWellFormed()) return writeByChar(value, bytes, start);
  const { written } = encoder.encodeInto(value, bytes.subarray(guess));
  const at = start + varintSize(2 * written);
  if (at !== guess) bytes.copyWithin(at, guess, guess + written);
  writeVar32(written << 1, bytes, start);
  return at + written;
}

function varintSize(value: number): number {
  return value < 0x80 ? 1 : value < 0x4000 ? 2 : value < 0x20_0000 ? 3 : value < 0x1000_0000 ? 4 : 5;
}

function writeByChar(value: string, bytes: Uint8Array, start: number): number {
  let at = writeVar32(utf8Length(value) << 1, bytes, start);
  for (let index = 0; index < value.length; index++) {
    const code = value.codePointAt(index) as number;
    if (code < 0x80) bytes[at++] = code;
    else if (code < 0x800) {
      bytes[at++] = 0xc0 | (code >> 6);
      bytes[at++] = 0x80 | (code & 0x3f);
    } else if (code > 0xffff) {
      index++;
      bytes[at++] = 0xf0 | (code >> 18);
      bytes[at++] = 0x80 | ((code >> 12) & 0x3f);
      bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[at++] = 0x80 | (code & 0x3f);
    } else if (isSurrogate(code)) bytes[at++] = 0x3f;
    else {
      bytes[at++] = 0xe0 | (code >> 12);
      bytes[at++] = 0x80 | ((code >> 6) & 0x3f);
      bytes[at++] = 0x80 | (code & 0x3f);
    }
  }
  return at;
}

function utf8Length(value: string): number {
  let length = 0;
  for (let index = 0; index < value.length; index++) {
    const code = value.codePointAt(index) as number;
    if (code > 0xffff) index++;
    length += code < 0x80 || isSurrogate(code) ? 1 : code < 0x800 ? 2 : code > 0xffff ? 4 : 3;
  }
  return length;
}

function isSurrogate(code: number): boolean {
  return code >= 0xd800 && code <= 0xdfff;
}
