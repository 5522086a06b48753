import { MALFORMED, VALUES_PER_BYTE } from './faults.ts';

/**
 * Compiled code keeps its position in a local variable; a function that returns a value leaves the position behind it
 * here.
 */
export interface Cursor {
  at: number;
  /** Values without bytes that may still come. */
  emptyItems: number;
  /** How far bytes have paid for more of them. */
  paidTo: number;
}

/** A varint of at most 32 bits, still zigzagged. A byte behind the end is undefined, and no comparison holds for it. */
export function readVar32(bytes: Uint8Array, start: number, cursor: Cursor): number {
  let result = 0;
  let at = start;
  for (let shift = 0; shift < 28; shift += 7) {
    const byte = bytes[at++] as number;
    result |= (byte & 0x7f) << shift;
    if (byte < 0x80) {
      cursor.at = at;
      return result >>> 0;
    }
    if (!(byte >= 0x80)) throw MALFORMED;
  }
  const last = bytes[at++] as number;
  if (!(last <= 0x0f)) throw MALFORMED;
  cursor.at = at;
  return (result | (last << 28)) >>> 0;
}

/** The halves of the varint that {@link readVar64} read last, zigzag undone: high is signed, low is not. */
const halves = { high: 0, low: 0 };

function readVar64(bytes: Uint8Array, start: number, cursor: Cursor): void {
  let at = start;
  let low = 0;
  let middle = 0;
  let high = 0;
  let byte = 0x80;
  for (let shift = 0; shift < 28 && byte >= 0x80; shift += 7) low |= ((byte = bytes[at++] as number) & 0x7f) << shift;
  for (let shift = 0; shift < 28 && byte >= 0x80; shift += 7)
    middle |= ((byte = bytes[at++] as number) & 0x7f) << shift;
  for (let shift = 0; shift < 14 && byte >= 0x80; shift += 7) high |= ((byte = bytes[at++] as number) & 0x7f) << shift;
  // The tenth byte holds the 64th bit alone.
  if (!(byte < 0x80) || high > 0xff) throw MALFORMED;
  cursor.at = at;
  const rawLow = (low | (middle << 28)) >>> 0;
  const rawHigh = ((middle >>> 4) | (high << 24)) >>> 0;
  const sign = -(rawLow & 1);
  halves.low = (((rawLow >>> 1) | (rawHigh << 31)) ^ sign) >>> 0;
  halves.high = (rawHigh >>> 1) ^ sign;
}

const TWO_32 = 4_294_967_296;

/** A long as a number; one that a number cannot hold exactly is refused. */
export function readLong(bytes: Uint8Array, start: number, cursor: Cursor): number {
  readVar64(bytes, start, cursor);
  const value = halves.high * TWO_32 + halves.low;
  if (!Number.isSafeInteger(value)) throw MALFORMED;
  return value;
}

export function readBigLong(bytes: Uint8Array, start: number, cursor: Cursor): bigint {
  readVar64(bytes, start, cursor);
  return (BigInt(halves.high) << 32n) | BigInt(halves.low);
}

export function readLongText(bytes: Uint8Array, start: number, cursor: Cursor): string {
  readVar64(bytes, start, cursor);
  const value = halves.high * TWO_32 + halves.low;
  if (Number.isSafeInteger(value)) return String(value);
  return String((BigInt(halves.high) << 32n) | BigInt(halves.low));
}

/** A long promoted to double: the nearest one. */
export function readLongAsDouble(bytes: Uint8Array, start: number, cursor: Cursor): number {
  readVar64(bytes, start, cursor);
  return halves.high * TWO_32 + halves.low;
}

/** A long promoted to float, rounded once: the bits below a double's precision stay as one sticky bit. */
export function readLongAsFloat(bytes: Uint8Array, start: number, cursor: Cursor): number {
  readVar64(bytes, start, cursor);
  const { high, low } = halves;
  const value = high * TWO_32 + low;
  if (Number.isSafeInteger(value)) return Math.fround(value);
  const sticky = (low & 0x7ff) === 0 ? 0 : 0x800;
  return Math.fround(high * TWO_32 + (((low & ~0x7ff) | sticky) >>> 0));
}

export function skipVar64(bytes: Uint8Array, start: number): number {
  let at = start;
  for (let index = 0; index < 9; index++) {
    const byte = bytes[at++] as number;
    if (byte < 0x80) return at;
    if (!(byte >= 0x80)) throw MALFORMED;
  }
  if (!((bytes[at++] as number) <= 1)) throw MALFORMED;
  return at;
}

/** The length of a string or bytes: never negative, never beyond `end`. The bytes start at `cursor.at`. */
export function readLength(bytes: Uint8Array, start: number, end: number, cursor: Cursor): number {
  let length = bytes[start] as number;
  let at = start + 1;
  if (!(length < 0x80)) {
    length = readVar32(bytes, start, cursor);
    at = cursor.at;
  }
  if ((length & 1) !== 0) throw MALFORMED;
  length >>>= 1;
  if (length > end - at) throw MALFORMED;
  cursor.at = at;
  return length;
}

/**
 * The number of items in the next block of an array or map, 0 at its end. A negative count says that the block's size
 * in bytes follows. Items are bounded by the bytes left and by `minimum`, what one takes. Of those that take none it is
 * minus the values that one makes, which a budget bounds.
 */
export function readCount(bytes: Uint8Array, start: number, end: number, minimum: number, cursor: Cursor): number {
  let count = bytes[start] as number;
  if (count < 0x80) {
    cursor.at = start + 1;
    count = (count >>> 1) ^ -(count & 1);
  } else {
    count = readLong(bytes, start, cursor);
  }
  if (count < 0) {
    count = -count;
    const size = readLong(bytes, cursor.at, cursor);
    if (size < 0 || size > end - cursor.at) throw MALFORMED;
  }
  if (minimum > 0) {
    if (count * minimum > end - cursor.at) throw MALFORMED;
  } else {
    cursor.emptyItems += count * minimum;
    if (cursor.emptyItems < 0) throw MALFORMED;
  }
  return count;
}

/**
 * Takes from the budget what an item or a branch makes without bytes, before it is made. What was read since the last
 * time is paid in first. Called only where that is more than the bytes it has at least pay for.
 */
export function takeValues(at: number, values: number, cursor: Cursor): void {
  cursor.emptyItems += (at - cursor.paidTo) * VALUES_PER_BYTE - values;
  cursor.paidTo = at;
  if (cursor.emptyItems < 0) throw MALFORMED;
}

const floatBytes = new Uint8Array(8);
const floatView = new Float32Array(floatBytes.buffer);
const doubleView = new Float64Array(floatBytes.buffer);

/** Copying bytes into a view of their own beats a DataView per message. Both are little-endian where Node and browsers run. */
export function readFloat(bytes: Uint8Array, at: number): number {
  floatBytes[0] = bytes[at] as number;
  floatBytes[1] = bytes[at + 1] as number;
  floatBytes[2] = bytes[at + 2] as number;
  floatBytes[3] = bytes[at + 3] as number;
  return floatView[0] as number;
}

export function readDouble(bytes: Uint8Array, at: number): number {
  floatBytes[0] = bytes[at] as number;
  floatBytes[1] = bytes[at + 1] as number;
  floatBytes[2] = bytes[at + 2] as number;
  floatBytes[3] = bytes[at + 3] as number;
  floatBytes[4] = bytes[at + 4] as number;
  floatBytes[5] = bytes[at + 5] as number;
  floatBytes[6] = bytes[at + 6] as number;
  floatBytes[7] = bytes[at + 7] as number;
  return doubleView[0] as number;
}

/** A copy, so that a value does not keep the whole batch it came in, nor change with it. */
export function copyBytes(bytes: Uint8Array, start: number, length: number): Uint8Array {
  const copy = new Uint8Array(length);
  if (length < 32) for (let index = 0; index < length; index++) copy[index] = bytes[start + index] as number;
  else copy.set(bytes.subarray(start, start + length));
  return copy;
}

export function readBytes(bytes: Uint8Array, start: number, end: number, cursor: Cursor): Uint8Array {
  const length = readLength(bytes, start, end, cursor);
  const at = cursor.at;
  cursor.at = at + length;
  return copyBytes(bytes, at, length);
}

export function readFixed(bytes: Uint8Array, start: number, end: number, length: number): Uint8Array {
  if (length > end - start) throw MALFORMED;
  return copyBytes(bytes, start, length);
}

/** Sets a map's entry as data, whatever its key. */
export function setEntry(map: Record<string, unknown>, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(map, key, { value, writable: true, enumerable: true, configurable: true });
  } else map[key] = value;
}
