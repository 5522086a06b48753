import { deflateRawSync, inflateRawSync, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { AvroError } from '../avro-error.ts';
import type { BlockCodec } from '../container/block-codec.ts';
import { snappy } from './snappy.ts';

/** Output grows by this much: the default of 16 KiB makes many small pieces of a block. */
const CHUNK_BYTES = 64 * 1024;

/** RFC 1951, without the frame of zlib. */
const deflate: BlockCodec = {
  name: 'deflate',
  compress: (bytes) => plain(deflateRawSync(bytes)),
  decompress: (bytes, maxSizeBytes) => decompress(inflateRawSync, bytes, maxSizeBytes),
};

/** RFC 8878. */
const zstandard: BlockCodec = {
  name: 'zstandard',
  compress: (bytes) => plain(zstdCompressSync(bytes)),
  decompress: (bytes, maxSizeBytes) => decompress(zstdDecompressSync, bytes, maxSizeBytes),
};

/** The codecs of object container files on Node. The native module of snappy is loaded at its first use. */
export const nodeBlockCodecs = { deflate, snappy, zstandard } as const;

type Decompress = (bytes: Uint8Array, options: { maxOutputLength: number; chunkSize: number }) => Uint8Array;

function decompress(run: Decompress, bytes: Uint8Array, maxSizeBytes: number): Uint8Array {
  try {
    return plain(run(bytes, { maxOutputLength: maxSizeBytes, chunkSize: CHUNK_BYTES }));
  } catch (error) {
    if (error instanceof RangeError && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE') {
      throw new AvroError(`it makes more than ${maxSizeBytes} bytes`, [], { cause: error });
    }
    throw error;
  }
}

/** Compiled code is fastest when every array that it meets is of one class, and Node's Buffer is another. */
function plain(buffer: Uint8Array): Uint8Array {
  return new Uint8Array(buffer.buffer, buffer.byteOffset, buffer.length);
}
