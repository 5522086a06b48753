import { corrupt } from './refusal.ts';

const MAGIC = 0x184d2204;
const FLAG = {
  version: 0xc0,
  blockChecksum: 0x10,
  contentSize: 0x08,
  contentChecksum: 0x04,
  dictionary: 0x01,
} as const;
const VERSION_1 = 0x40;
const UNCOMPRESSED_BIT = 0x80000000;

/**
 * The size that an LZ4 frame decompresses to (LZ4 Frame Format 1.6), read off its blocks without decompressing them:
 * only tokens and lengths are looked at. Stops once it is over `maxSizeBytes`. Throws KafkaError when the frame is
 * malformed, or has what Kafka's clients never write: a dictionary, or anything behind its end.
 */
export function measureLz4Frame(bytes: Uint8Array, maxSizeBytes: number): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 7 || view.getUint32(0, true) !== MAGIC) throw corrupt('lz4', 'not an LZ4 frame');
  const flags = view.getUint8(4);
  if ((flags & FLAG.version) !== VERSION_1) throw corrupt('lz4', 'not version 1 of the frame format');
  if ((flags & FLAG.dictionary) !== 0) throw corrupt('lz4', 'dictionaries are not supported');
  const blockTrailerBytes = (flags & FLAG.blockChecksum) === 0 ? 0 : 4;
  const trailerBytes = (flags & FLAG.contentChecksum) === 0 ? 0 : 4;
  let offset = (flags & FLAG.contentSize) === 0 ? 7 : 15;
  let sizeBytes = 0;
  for (;;) {
    if (offset + 4 > bytes.length) throw corrupt('lz4', 'the frame is cut short');
    const word = view.getUint32(offset, true);
    offset += 4;
    if (word === 0) break;
    const blockBytes = word & ~UNCOMPRESSED_BIT;
    const end = offset + blockBytes;
    if (end + blockTrailerBytes > bytes.length) throw corrupt('lz4', 'a block is cut short');
    sizeBytes += word >= UNCOMPRESSED_BIT ? blockBytes : measureBlock(bytes, offset, end, maxSizeBytes);
    if (sizeBytes > maxSizeBytes) return sizeBytes;
    offset = end + blockTrailerBytes;
  }
  if (offset + trailerBytes !== bytes.length) throw corrupt('lz4', 'the frame does not end where its bytes do');
  if ((flags & FLAG.contentSize) !== 0 && view.getBigUint64(6, true) !== BigInt(sizeBytes)) {
    throw corrupt('lz4', 'the frame is not of the size it says');
  }
  return sizeBytes;
}

/** Sum of the literals and matches of one block (LZ4 Block Format). */
function measureBlock(bytes: Uint8Array, start: number, end: number, maxSizeBytes: number): number {
  let offset = start;
  let sizeBytes = 0;
  while (offset < end) {
    const token = bytes[offset++] ?? 0;
    let literals = token >>> 4;
    if (literals === 15) {
      let more = 255;
      while (more === 255 && offset < end) literals += more = bytes[offset++] ?? 0;
    }
    offset += literals;
    sizeBytes += literals;
    if (offset > end) throw corrupt('lz4', 'literals reach over the end of their block');
    // The last sequence has literals only.
    if (offset === end || sizeBytes > maxSizeBytes) return sizeBytes;
    offset += 2;
    let match = (token & 0x0f) + 4;
    if (match === 19) {
      let more = 255;
      while (more === 255 && offset < end) match += more = bytes[offset++] ?? 0;
    }
    sizeBytes += match;
  }
  throw corrupt('lz4', 'a block ends inside a sequence');
}
