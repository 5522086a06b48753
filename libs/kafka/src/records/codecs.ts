import { KafkaError } from '../error.ts';

/** One compression of record batches. Both directions throw KafkaError on bytes they cannot handle. */
export interface Codec {
  compress(bytes: Uint8Array): Uint8Array;
  /** Never makes more than `maxSizeBytes` (at least 1): what would be larger is refused before it is allocated. */
  decompress(bytes: Uint8Array, maxSizeBytes: number): Uint8Array;
}

/** The compressions of the Kafka protocol; the platform's own, `@sluice/kafka/node` has those of Node. */
export interface Codecs {
  readonly gzip: Codec;
  readonly snappy: Codec;
  readonly lz4: Codec;
  readonly zstd: Codec;
}

/** Names of compressions at the place of their number in a batch's attributes (KIP-98, KIP-110). */
export const COMPRESSIONS = ['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const;

export type Compression = (typeof COMPRESSIONS)[number];

/** CRC-32C (Castagnoli) of `bytes`; `seed` is the CRC of what stands before them. An unsigned 32-bit number. */
export type Crc32c = (bytes: Uint8Array, seed?: number) => number;

/** 64 MiB: what one batch may hold when decompressed, unless the caller says otherwise. */
export const MAX_BATCH_BODY_BYTES = 64 * 1024 * 1024;

/** For those who handle uncompressed batches only: each compression throws UNSUPPORTED_COMPRESSION_TYPE. */
export const noCodecs: Codecs = {
  gzip: refusingCodec('gzip'),
  snappy: refusingCodec('snappy'),
  lz4: refusingCodec('lz4'),
  zstd: refusingCodec('zstd'),
};

function refusingCodec(name: Compression): Codec {
  const refuse = (): never => {
    throw new KafkaError(`no codec for ${name} was given`, { error: 'UNSUPPORTED_COMPRESSION_TYPE' });
  };
  return { compress: refuse, decompress: refuse };
}
