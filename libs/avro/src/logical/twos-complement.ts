import { fromHex, toHex } from './hex.ts';

/** The integer of big-endian bytes in two's complement; 0 where there are none. */
export function readInteger(bytes: Uint8Array): bigint {
  return bytes.length === 0 ? 0n : BigInt.asIntN(8 * bytes.length, BigInt(`0x${toHex(bytes)}`));
}

/** The fewest bytes that hold the integer, at least one: what Java's BigInteger.toByteArray gives. */
export function writeInteger(value: bigint): Uint8Array {
  const size = countBytes(value);
  const digits = BigInt.asUintN(8 * size, value).toString(16);
  return fromHex(digits.padStart(2 * size, '0'));
}

/** The same integer in more bytes; undefined where it does not fit `size` of them. */
export function widenInteger(bytes: Uint8Array, size: number): Uint8Array | undefined {
  if (bytes.length > size) return undefined;
  const wide = new Uint8Array(size).fill(signOf(bytes));
  wide.set(bytes, size - bytes.length);
  return wide;
}

/** How many of the bytes matter: those before repeat the sign. */
export function measureInteger(bytes: Uint8Array): number {
  const sign = signOf(bytes);
  let start = 0;
  while (start < bytes.length - 1 && bytes[start] === sign && ((bytes[start + 1] ?? 0) ^ sign) < 0x80) start++;
  return bytes.length - start;
}

function signOf(bytes: Uint8Array): 0 | 0xff {
  return (bytes[0] ?? 0) < 0x80 ? 0 : 0xff;
}

function countBytes(value: bigint): number {
  const magnitude = value < 0n ? ~value : value;
  const digits = magnitude.toString(16);
  const bits = 4 * (digits.length - 1) + (32 - Math.clz32(Number.parseInt(digits.slice(0, 1), 16)));
  return Math.floor(bits / 8) + 1;
}
