/** Castagnoli's polynomial, bits reversed (RFC 3720 appendix B.4). */
const POLYNOMIAL = 0x82f63b78;

let tables: Int32Array | undefined;

/**
 * CRC-32C in plain JavaScript, eight bytes a step: for browsers, and to check the native one against.
 * `seed` is the CRC of the bytes that stand before these. An unsigned 32-bit number.
 */
export function crc32c(bytes: Uint8Array, seed = 0): number {
  const table = (tables ??= makeTables());
  const { length } = bytes;
  const wholeSteps = length - (length % 8);
  let crc = ~seed;
  let at = 0;
  for (; at < wholeSteps; at += 8) {
    crc ^= at0(bytes, at) | (at0(bytes, at + 1) << 8) | (at0(bytes, at + 2) << 16) | (at0(bytes, at + 3) << 24);
    crc =
      at0(table, 1792 + (crc & 0xff)) ^
      at0(table, 1536 + ((crc >>> 8) & 0xff)) ^
      at0(table, 1280 + ((crc >>> 16) & 0xff)) ^
      at0(table, 1024 + (crc >>> 24)) ^
      at0(table, 768 + at0(bytes, at + 4)) ^
      at0(table, 512 + at0(bytes, at + 5)) ^
      at0(table, 256 + at0(bytes, at + 6)) ^
      at0(table, at0(bytes, at + 7));
  }
  for (; at < length; at++) crc = (crc >>> 8) ^ at0(table, (crc ^ at0(bytes, at)) & 0xff);
  return ~crc >>> 0;
}

function at0(array: Uint8Array | Int32Array, index: number): number {
  return array[index] ?? 0;
}

/** Eight tables of 256: the n-th is the CRC of a byte with n zero bytes after it. */
function makeTables(): Int32Array {
  const table = new Int32Array(8 * 256);
  for (let byte = 0; byte < 256; byte++) {
    let crc = byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ POLYNOMIAL;
    table[byte] = crc;
  }
  for (let index = 256; index < table.length; index++) {
    const previous = at0(table, index - 256);
    table[index] = (previous >>> 8) ^ at0(table, previous & 0xff);
  }
  return table;
}
