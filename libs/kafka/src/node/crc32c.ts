import { crc32c as native } from '@node-rs/crc32';

/** CRC-32C by the processor's own instruction; `seed` is the CRC of the bytes that stand before these. */
export function crc32c(bytes: Uint8Array, seed?: number): number {
  return native(bytes, seed);
}
