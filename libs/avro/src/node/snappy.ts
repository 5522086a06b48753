import { createRequire } from 'node:module';
import { crc32 } from 'node:zlib';
import type * as native from 'snappy';
import { AvroError } from '../avro-error.ts';
import type { BlockCodec } from '../container/block-codec.ts';

type Snappy = Pick<typeof native, 'compressSync' | 'uncompressSync'>;

const require = createRequire(import.meta.url);
let module: Snappy | undefined;

/** The CRC-32 of the uncompressed bytes, big-endian, stands behind each block (Avro 1.12, Optional Codecs). */
const CHECKSUM_BYTES = 4;
/** Memory of the native side's own costs more than the copy into ours. */
const COPIED = { copyOutputData: true };
/** The most that one byte of snappy can become: a copy of three bytes makes 64. */
const MAX_RATIO = 64 / 3;

export const snappy: BlockCodec = {
  name: 'snappy',
  compress(bytes) {
    const packed = load().compressSync(bytes, COPIED);
    const block = new Uint8Array(packed.length + CHECKSUM_BYTES);
    block.set(packed);
    new DataView(block.buffer).setUint32(packed.length, crc32(bytes));
    return block;
  },

  decompress(block, maxSizeBytes) {
    const size = block.length - CHECKSUM_BYTES;
    if (size < 1) throw new AvroError(`it has ${block.length} bytes, too few for a checksum`);
    const packed = block.subarray(0, size);
    checkClaim(packed, maxSizeBytes);
    const output = load().uncompressSync(packed, COPIED);
    if (typeof output === 'string') throw new AvroError('it became text');
    const checksum = new DataView(block.buffer, block.byteOffset).getUint32(size);
    if (crc32(output) !== checksum) throw new AvroError('it does not match its CRC-32');
    return new Uint8Array(output.buffer, output.byteOffset, output.length);
  },
};

function load(): Snappy {
  return (module ??= require('snappy') as Snappy);
}

/** The size in front, which the decoder allocates, is not more than asked for nor than the bytes can become. */
function checkClaim(packed: Uint8Array, maxSizeBytes: number): void {
  let claim = 0;
  for (let index = 0; index < 5; index++) {
    const byte = packed[index];
    if (byte === undefined) break;
    claim += (byte & 0x7f) * 2 ** (7 * index);
    if (byte >= 0x80) continue;
    if (claim > maxSizeBytes) throw new AvroError(`it makes more than ${maxSizeBytes} bytes`);
    if (claim > packed.length * MAX_RATIO)
      throw new AvroError(`it claims ${claim} bytes, and ${packed.length} make fewer`);
    return;
  }
  throw new AvroError('it has no size');
}
