import { corrupt, tooLarge } from './refusal.ts';

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
const SIZE_BITS = 0x7fffffff;
/** Longer literals are copied at once: below it a loop is faster than the call. */
const LOOP_BYTES = 32;

/** A block of a frame: its bytes from `start` to `end`. */
interface Block {
  readonly start: number;
  readonly end: number;
  readonly isCompressed: boolean;
}

/**
 * Decompresses an LZ4 frame (LZ4 Frame Format 1.6), blocks linked or not. The blocks are measured before anything is
 * allocated, by their tokens and lengths alone. Checksums are not looked at: the batch around the frame has its CRC-32C.
 * Throws KafkaError when the frame holds more than `maxSizeBytes`, is malformed, or has what Kafka's clients never write:
 * a dictionary, or anything behind its end.
 */
export function decompressLz4Frame(bytes: Uint8Array, maxSizeBytes: number): Uint8Array {
  const blocks = splitFrame(bytes);
  let sizeBytes = 0;
  for (const { start, end, isCompressed } of blocks) {
    sizeBytes += isCompressed ? measureBlock(bytes, start, end, maxSizeBytes) : end - start;
    if (sizeBytes > maxSizeBytes) throw tooLarge('lz4', maxSizeBytes);
  }
  const output = new Uint8Array(sizeBytes);
  let at = 0;
  for (const { start, end, isCompressed } of blocks) {
    if (isCompressed) {
      at = decompressBlock(bytes, start, end, output, at);
    } else {
      output.set(bytes.subarray(start, end), at);
      at += end - start;
    }
  }
  return output;
}

function splitFrame(bytes: Uint8Array): Block[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  if (bytes.length < 7 || view.getUint32(0, true) !== MAGIC) throw corrupt('lz4', 'not an LZ4 frame');
  const flags = view.getUint8(4);
  if ((flags & FLAG.version) !== VERSION_1) throw corrupt('lz4', 'not version 1 of the frame format');
  if ((flags & FLAG.dictionary) !== 0) throw corrupt('lz4', 'dictionaries are not supported');
  const blockTrailerBytes = (flags & FLAG.blockChecksum) === 0 ? 0 : 4;
  const trailerBytes = (flags & FLAG.contentChecksum) === 0 ? 0 : 4;
  const blocks: Block[] = [];
  let offset = (flags & FLAG.contentSize) === 0 ? 7 : 15;
  for (;;) {
    if (offset + 4 > bytes.length) throw corrupt('lz4', 'the frame is cut short');
    const word = view.getUint32(offset, true);
    const start = offset + 4;
    const end = start + (word & SIZE_BITS);
    if (word === 0) {
      if (start + trailerBytes === bytes.length) return blocks;
      throw corrupt('lz4', 'the frame does not end where its bytes do');
    }
    if (end + blockTrailerBytes > bytes.length) throw corrupt('lz4', 'a block is cut short');
    blocks.push({ start, end, isCompressed: word < UNCOMPRESSED_BIT });
    offset = end + blockTrailerBytes;
  }
}

/** Sum of the literals and matches of one block (LZ4 Block Format); stops once it is over `maxSizeBytes`. */
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

/** Decompresses a block that was measured, and so is known to fit, to `output` from `at`; gives the end. */
function decompressBlock(bytes: Uint8Array, start: number, end: number, output: Uint8Array, at: number): number {
  let offset = start;
  let to = at;
  for (;;) {
    const token = bytes[offset++] ?? 0;
    let literals = token >>> 4;
    if (literals === 15) {
      let more = 255;
      while (more === 255) literals += more = bytes[offset++] ?? 0;
    }
    const literalsEnd = offset + literals;
    if (literals > LOOP_BYTES) {
      output.set(bytes.subarray(offset, literalsEnd), to);
      to += literals;
      offset = literalsEnd;
    }
    while (offset < literalsEnd) output[to++] = bytes[offset++] ?? 0;
    if (offset >= end) return to;
    const distance = (bytes[offset] ?? 0) | ((bytes[offset + 1] ?? 0) << 8);
    offset += 2;
    if (distance === 0 || distance > to) throw corrupt('lz4', 'a match begins before the first byte');
    let match = (token & 0x0f) + 4;
    if (match === 19) {
      let more = 255;
      while (more === 255) match += more = bytes[offset++] ?? 0;
    }
    const matchEnd = to + match;
    // A match may reach into what it writes: then it repeats, byte by byte.
    if (match > LOOP_BYTES && distance >= match) {
      output.copyWithin(to, to - distance, matchEnd - distance);
      to = matchEnd;
    }
    while (to < matchEnd) {
      output[to] = output[to - distance] ?? 0;
      to++;
    }
  }
}
