import { createRequire } from 'node:module';
import type * as native from 'lz4-napi';
import type { Codec } from '../records/codecs.ts';
import { measureLz4Frame } from './lz4-frame.ts';
import { corrupt, tooLarge } from './refusal.ts';

type Lz4 = Pick<typeof native, 'compressFrameSync' | 'decompressFrameSync'>;

const require = createRequire(import.meta.url);
let module: Lz4 | undefined;

/** LZ4 frames. The native decoder knows no bound, so the frame is measured first. */
export const lz4: Codec = {
  compress: (bytes) => load().compressFrameSync(asBuffer(bytes)),

  decompress(bytes, maxSizeBytes) {
    if (measureLz4Frame(bytes, maxSizeBytes) > maxSizeBytes) throw tooLarge('lz4', maxSizeBytes);
    try {
      return load().decompressFrameSync(asBuffer(bytes));
    } catch (error) {
      throw corrupt('lz4', error);
    }
  },
};

function load(): Lz4 {
  return (module ??= require('lz4-napi') as Lz4);
}

function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}
