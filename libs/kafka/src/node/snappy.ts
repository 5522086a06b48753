import { createRequire } from 'node:module';
import type * as native from 'snappy';
import type { Codec } from '../records/codecs.ts';
import { corrupt, tooLarge } from './refusal.ts';

type Snappy = Pick<typeof native, 'compressSync' | 'uncompressSync'>;

const require = createRequire(import.meta.url);
let module: Snappy | undefined;

/** What snappy-java's streams put in front: `\x82SNAPPY\0`, then version 1 and compatible version 1, big-endian. */
const XERIAL_HEADER = new Uint8Array([0x82, 0x53, 0x4e, 0x41, 0x50, 0x50, 0x59, 0, 0, 0, 0, 1, 0, 0, 0, 1]);
const XERIAL_MAGIC_BYTES = 8;
/** snappy-java's block size in Kafka's clients. */
const BLOCK_BYTES = 32 * 1024;
/** Measured: memory of the native side's own costs four times the copy into ours. */
const COPIED = { copyOutputData: true };
/** The most that one byte of snappy can become: a copy of three bytes makes 64. */
const MAX_RATIO = 64 / 3;

/** Snappy in the framing of snappy-java, as Kafka's own clients write it; read with it or, as some clients send it, without. */
export const snappy: Codec = {
  compress(bytes) {
    const { compressSync } = load();
    const parts: Uint8Array[] = [XERIAL_HEADER];
    for (let start = 0; start < bytes.length; start += BLOCK_BYTES) {
      const block = compressSync(bytes.subarray(start, start + BLOCK_BYTES), COPIED);
      const length = new Uint8Array(4);
      new DataView(length.buffer).setUint32(0, block.length);
      parts.push(length, block);
    }
    return Buffer.concat(parts);
  },

  decompress(bytes, maxSizeBytes) {
    const blocks = isXerial(bytes) ? splitXerial(bytes) : [bytes];
    let sizeBytes = 0;
    for (const block of blocks) {
      sizeBytes += readBlockSize(block);
      if (sizeBytes > maxSizeBytes) throw tooLarge('snappy', maxSizeBytes);
    }
    const [first] = blocks;
    if (blocks.length === 1 && first !== undefined) return uncompress(first);
    const output = new Uint8Array(sizeBytes);
    let end = 0;
    for (const block of blocks) {
      const part = uncompress(block);
      output.set(part, end);
      end += part.length;
    }
    return output;
  },
};

function load(): Snappy {
  return (module ??= require('snappy') as Snappy);
}

function uncompress(block: Uint8Array): Uint8Array {
  try {
    const output = load().uncompressSync(block, COPIED);
    return typeof output === 'string' ? Buffer.from(output) : output;
  } catch (error) {
    throw corrupt('snappy', error);
  }
}

function isXerial(bytes: Uint8Array): boolean {
  if (bytes.length < XERIAL_HEADER.length) return false;
  for (let index = 0; index < XERIAL_MAGIC_BYTES; index++) if (bytes[index] !== XERIAL_HEADER[index]) return false;
  return true;
}

function splitXerial(bytes: Uint8Array): Uint8Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const blocks: Uint8Array[] = [];
  let offset = XERIAL_HEADER.length;
  while (offset < bytes.length) {
    if (offset + 4 > bytes.length) throw corrupt('snappy', 'a block length is cut short');
    const length = view.getUint32(offset);
    offset += 4;
    if (length > bytes.length - offset) throw corrupt('snappy', 'a block is cut short');
    blocks.push(bytes.subarray(offset, offset + length));
    offset += length;
  }
  return blocks;
}

/** The uncompressed size in front of a block, which the decoder allocates: not more than the block can hold. */
function readBlockSize(block: Uint8Array): number {
  let sizeBytes = 0;
  for (let index = 0; index < 5; index++) {
    const byte = block[index];
    if (byte === undefined) break;
    sizeBytes += (byte & 0x7f) * 2 ** (7 * index);
    if (byte >= 0x80) continue;
    if (sizeBytes > block.length * MAX_RATIO) throw corrupt('snappy', `no ${block.length} bytes make ${sizeBytes}`);
    return sizeBytes;
  }
  throw corrupt('snappy', 'a block has no size');
}
