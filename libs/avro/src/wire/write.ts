import { MISMATCH } from './faults.ts';

/**
 * Functions that write at a position and return the one behind. A typed array ignores what is stored behind its end, so
 * nothing here checks the room: whoever started compares the final position with the length, and writes again with more.
 */

/** A varint of 32 bits, zigzagged already. */
export function writeVar32(value: number, bytes: Uint8Array, start: number): number {
  let rest = value >>> 0;
  let at = start;
  while (rest > 0x7f) {
    bytes[at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  bytes[at++] = rest;
  return at;
}

export function writeInt(value: number, bytes: Uint8Array, at: number): number {
  return writeVar32((value << 1) ^ (value >> 31), bytes, at);
}

const TWO_32 = 4_294_967_296;

/** A long from a number, a bigint, or decimal digits: whatever is exact. */
export function writeLong(value: unknown, bytes: Uint8Array, at: number): number {
  if (typeof value === 'number') {
    if ((value | 0) === value) return writeInt(value, bytes, at);
    if (!Number.isSafeInteger(value)) throw MISMATCH;
    const high = Math.floor(value / TWO_32);
    return writeVar64(high, value - high * TWO_32, bytes, at);
  }
  if (typeof value !== 'bigint' || BigInt.asIntN(64, value) !== value) throw MISMATCH;
  return writeVar64(Number(value >> 32n), Number(BigInt.asUintN(32, value)), bytes, at);
}

const DIGITS = /^-?\d{1,19}$/;

/** Whether a value is text that may be a long: digits alone. */
export function isLongText(value: unknown): boolean {
  return typeof value === 'string' && DIGITS.test(value);
}

/** Takes decimal digits too, the form of a long that is decoded to a string. */
export function writeLongText(value: unknown, bytes: Uint8Array, at: number): number {
  if (typeof value !== 'string') return writeLong(value, bytes, at);
  if (!DIGITS.test(value)) throw MISMATCH;
  return writeLong(BigInt(value), bytes, at);
}

function writeVar64(high: number, low: number, bytes: Uint8Array, start: number): number {
  const sign = high >> 31;
  let restLow = ((low << 1) ^ sign) >>> 0;
  let restHigh = (((high << 1) | (low >>> 31)) ^ sign) >>> 0;
  let at = start;
  while (restHigh !== 0 || restLow > 0x7f) {
    bytes[at++] = (restLow & 0x7f) | 0x80;
    restLow = ((restLow >>> 7) | (restHigh << 25)) >>> 0;
    restHigh >>>= 7;
  }
  bytes[at++] = restLow;
  return at;
}

const floatBytes = new Uint8Array(8);
const floatView = new Float32Array(floatBytes.buffer);
const doubleView = new Float64Array(floatBytes.buffer);

/** The least number that rounds to a float's Infinity. */
const FLOAT_OVERFLOW = 3.402_823_567_797_336_6e38;

export function writeFloat(value: unknown, bytes: Uint8Array, at: number): number {
  if (typeof value !== 'number') throw MISMATCH;
  if (Math.abs(value) >= FLOAT_OVERFLOW && Math.abs(value) !== Infinity) throw MISMATCH;
  floatView[0] = value;
  bytes[at] = floatBytes[0] as number;
  bytes[at + 1] = floatBytes[1] as number;
  bytes[at + 2] = floatBytes[2] as number;
  bytes[at + 3] = floatBytes[3] as number;
  return at + 4;
}

export function writeDouble(value: unknown, bytes: Uint8Array, at: number): number {
  if (typeof value !== 'number') throw MISMATCH;
  doubleView[0] = value;
  bytes[at] = floatBytes[0] as number;
  bytes[at + 1] = floatBytes[1] as number;
  bytes[at + 2] = floatBytes[2] as number;
  bytes[at + 3] = floatBytes[3] as number;
  bytes[at + 4] = floatBytes[4] as number;
  bytes[at + 5] = floatBytes[5] as number;
  bytes[at + 6] = floatBytes[6] as number;
  bytes[at + 7] = floatBytes[7] as number;
  return at + 8;
}

export function writeBytes(value: unknown, bytes: Uint8Array, start: number): number {
  if (!(value instanceof Uint8Array)) throw MISMATCH;
  const { length } = value;
  // Twice as much is beyond 32 bits, and no reader takes more.
  if (length > MAX_LENGTH) throw MISMATCH;
  return putBytes(value, bytes, writeVar32(length << 1, bytes, start));
}

/** What one value of bytes holds at most. */
export const MAX_LENGTH = 2_147_483_647;

export function writeFixed(value: unknown, size: number, bytes: Uint8Array, at: number): number {
  if (!(value instanceof Uint8Array) || value.length !== size) throw MISMATCH;
  return putBytes(value, bytes, at);
}

function putBytes(value: Uint8Array, bytes: Uint8Array, at: number): number {
  const { length } = value;
  if (length < 32) for (let index = 0; index < length; index++) bytes[at + index] = value[index] as number;
  else if (at + length <= bytes.length) bytes.set(value, at);
  return at + length;
}

/** A field whose name every object inherits a value for counts only where it is the object's own. */
export function ownValue(value: object, key: string): unknown {
  return Object.hasOwn(value, key) ? (value as Record<string, unknown>)[key] : undefined;
}

/** A field of a value, as code reads it that was printed when the name was known. */
export function readProperty(value: object, name: string): unknown {
  return name in Object.prototype ? ownValue(value, name) : (value as Record<string, unknown>)[name];
}

/** The keys of a map. */
export function keysOf(value: unknown): readonly string[] {
  if (!isObject(value)) throw MISMATCH;
  const keys = Object.keys(value);
  if (keys.length === 0 && !isPlain(value)) throw MISMATCH;
  return keys;
}

/** Which of the names tags a value; -1 where none does. */
export function findTag(value: unknown, names: readonly string[]): number {
  const tag = onlyKey(value);
  return tag === undefined ? -1 : names.indexOf(tag);
}

/** The only key of an object: what a tagged value has. */
export function onlyKey(value: unknown): string | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value))
    return undefined;
  const keys = Object.keys(value);
  return keys.length === 1 ? keys[0] : undefined;
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !ArrayBuffer.isView(value);
}

/** Whether an object is no instance of a class, of this realm or another: without keys it is empty, and a Map is not. */
export function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype || Object.getPrototypeOf(prototype) === null;
}
