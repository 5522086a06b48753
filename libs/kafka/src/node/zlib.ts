import { gunzipSync, gzipSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import type { Codec } from '../records/codecs.ts';
import { corrupt, tooLarge } from './refusal.ts';

/** Output grows by this much: the default of 16 KiB makes many small pieces of a batch. */
const CHUNK_BYTES = 64 * 1024;

/** RFC 1952. */
export const gzip: Codec = {
  compress: (bytes) => gzipSync(bytes),
  decompress: (bytes, maxSizeBytes) => decompress('gzip', gunzipSync, bytes, maxSizeBytes),
};

/** RFC 8878, KIP-110. */
export const zstd: Codec = {
  compress: (bytes) => zstdCompressSync(bytes),
  decompress: (bytes, maxSizeBytes) => decompress('zstd', zstdDecompressSync, bytes, maxSizeBytes),
};

type Decompress = (bytes: Uint8Array, options: { maxOutputLength: number; chunkSize: number }) => Uint8Array;

function decompress(name: string, run: Decompress, bytes: Uint8Array, maxSizeBytes: number): Uint8Array {
  try {
    return run(bytes, { maxOutputLength: maxSizeBytes, chunkSize: CHUNK_BYTES });
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') {
      throw tooLarge(name, maxSizeBytes);
    }
    throw corrupt(name, error);
  }
}
