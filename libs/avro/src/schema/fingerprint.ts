import { md5 } from '@noble/hashes/legacy.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { AvroError } from '../avro-error.ts';
import { toCanonicalForm } from './canonical-form.ts';
import type { Schema } from './schema.ts';

export type FingerprintAlgorithm = 'CRC-64-AVRO' | 'MD5' | 'SHA-256';

/**
 * The fingerprint of the schema's canonical form (Avro 1.12, Schema Fingerprints): 8, 16 or 32 bytes.
 * CRC-64-AVRO comes in little-endian order, as single-object encoding carries it and Java returns it.
 */
export function fingerprint(schema: Schema, algorithm: FingerprintAlgorithm): Uint8Array {
  const bytes = new TextEncoder().encode(toCanonicalForm(schema));
  switch (algorithm) {
    case 'CRC-64-AVRO':
      return crc64(bytes);
    case 'MD5':
      return md5(bytes);
    case 'SHA-256':
      return sha256(bytes);
    default:
      throw new AvroError(`fingerprints are CRC-64-AVRO, MD5 and SHA-256, not ${JSON.stringify(algorithm)}`);
  }
}

/** The specification's EMPTY64, in halves because 32-bit integers are what JavaScript computes fast. */
const EMPTY_HIGH = 0xc15d213a;
const EMPTY_LOW = 0xa4d7a795;
const TABLE = makeTable();

function makeTable(): Int32Array {
  const table = new Int32Array(512);
  for (let index = 0; index < 256; index++) {
    let high = 0;
    let low = index;
    for (let bit = 0; bit < 8; bit++) {
      const mask = -(low & 1);
      low = (low >>> 1) | (high << 31);
      high = (high >>> 1) ^ (EMPTY_HIGH & mask);
      low ^= EMPTY_LOW & mask;
    }
    table[2 * index] = high;
    table[2 * index + 1] = low;
  }
  return table;
}

function crc64(bytes: Uint8Array): Uint8Array {
  let high = EMPTY_HIGH | 0;
  let low = EMPTY_LOW | 0;
  for (const byte of bytes) {
    const entry = 2 * ((low ^ byte) & 0xff);
    low = ((low >>> 8) | (high << 24)) ^ (TABLE[entry + 1] ?? 0);
    high = (high >>> 8) ^ (TABLE[entry] ?? 0);
  }
  const result = new Uint8Array(8);
  const view = new DataView(result.buffer);
  view.setInt32(0, low, true);
  view.setInt32(4, high, true);
  return result;
}
