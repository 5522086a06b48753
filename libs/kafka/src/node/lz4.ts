import { createRequire } from 'node:module';
import type * as native from 'lz4-napi';
import type { Codec } from '../records/codecs.ts';
import { decompressLz4Frame } from './lz4-frame.ts';

const require = createRequire(import.meta.url);
let module: Pick<typeof native, 'compressFrameSync'> | undefined;

/** LZ4 frames. The native decoder knows no bound and is measured to take twice as long as ours: it only compresses. */
export const lz4: Codec = {
  compress(bytes) {
    module ??= require('lz4-napi') as typeof native;
    return module.compressFrameSync(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length));
  },
  decompress: decompressLz4Frame,
};
