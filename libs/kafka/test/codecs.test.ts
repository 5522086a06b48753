import { compressSync } from 'snappy';
import { describe, expect, it } from 'vitest';
import { KafkaError, noCodecs, type Codec } from '@sluice/kafka';
import { nodeCodecs } from '@sluice/kafka/node';

const NAMES = ['gzip', 'snappy', 'lz4', 'zstd'] as const;

function errorOf(run: () => unknown): KafkaError {
  try {
    run();
  } catch (error) {
    if (error instanceof KafkaError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

/** The size that bytes decompress to; 0 when they are refused by a KafkaError. */
function sizeOrError(codec: Codec, bytes: Uint8Array, maxSizeBytes: number): number {
  try {
    return codec.decompress(bytes, maxSizeBytes).length;
  } catch (error) {
    if (error instanceof KafkaError) return 0;
    throw error;
  }
}

/** Text that repeats, and bytes that do not. */
function sample(sizeBytes: number): Uint8Array {
  let state = 12345;
  return Uint8Array.from({ length: sizeBytes }, (_, index) => {
    state = (Math.imul(state, 1103515245) + 12345) >>> 0;
    return index % 3 === 0 ? state >>> 24 : 65 + (index % 23);
  });
}

describe.each(NAMES)('%s', (name) => {
  const codec: Codec = nodeCodecs[name];

  it.each([0, 1, 100, 32_768, 32_769, 70_000, 1_000_000])('gives %i bytes back', (sizeBytes) => {
    const bytes = sample(sizeBytes);
    const back = codec.decompress(codec.compress(bytes), Math.max(1, sizeBytes));
    expect(Buffer.compare(back, bytes)).toBe(0);
  });

  it('reads from the middle of other bytes', () => {
    const compressed = codec.compress(sample(5000));
    const around = new Uint8Array(compressed.length + 20).fill(7);
    around.set(compressed, 10);
    const view = around.subarray(10, 10 + compressed.length);
    expect(Buffer.compare(codec.decompress(view, 5000), sample(5000))).toBe(0);
  });

  it('refuses one byte more than is allowed, and a bomb', () => {
    expect(errorOf(() => codec.decompress(codec.compress(sample(5000)), 4999)).error).toBe('MESSAGE_TOO_LARGE');
    const bomb = codec.compress(new Uint8Array(50_000_000));
    const before = process.memoryUsage().arrayBuffers;
    expect(errorOf(() => codec.decompress(bomb, 1_000_000)).error).toBe('MESSAGE_TOO_LARGE');
    expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(8_000_000);
  });

  it('refuses every truncation', () => {
    const compressed = codec.compress(sample(300));
    for (let end = 0; end < compressed.length; end++) {
      // The framing of snappy has no end: cut between blocks it is a shorter stream.
      if (name === 'snappy' && end === 16) continue;
      expect(errorOf(() => codec.decompress(compressed.subarray(0, end), 10_000)).error).toBe('CORRUPT_MESSAGE');
    }
  });

  it('throws nothing but KafkaError on damaged bytes', () => {
    const compressed = codec.compress(sample(2000));
    for (let index = 0; index < compressed.length; index++) {
      const damaged = Uint8Array.from(compressed);
      damaged[index] = (damaged[index] ?? 0) ^ (1 << (index % 8));
      expect(sizeOrError(codec, damaged, 100_000)).toBeLessThanOrEqual(100_000);
    }
  });
});

describe('snappy', () => {
  it('is read without framing too, as librdkafka sends it', () => {
    const bytes = sample(40_000);
    expect(Buffer.compare(nodeCodecs.snappy.decompress(compressSync(Buffer.from(bytes)), 40_000), bytes)).toBe(0);
  });

  it('refuses a size that its bytes cannot make, before it is allocated', () => {
    const liar = Uint8Array.from([0x80, 0x80, 0x80, 0x10, 0, 65]);
    expect(errorOf(() => nodeCodecs.snappy.decompress(liar, 2 ** 30))).toMatchObject({ error: 'CORRUPT_MESSAGE' });
  });
});

describe('lz4', () => {
  const frame = nodeCodecs.lz4.compress(sample(100));
  const cases: [string, Uint8Array][] = [
    ['a second frame', Buffer.concat([frame, frame])],
    ['a raw block', Uint8Array.from([0x10, 65])],
    ['a dictionary', Uint8Array.from([0x04, 0x22, 0x4d, 0x18, 0x61, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0])],
  ];
  it.each(cases)('refuses %s', (_name, bytes) => {
    expect(errorOf(() => nodeCodecs.lz4.decompress(bytes, 1000)).error).toBe('CORRUPT_MESSAGE');
  });

  // Written by hand after the LZ4 frame and block formats: magic, flags, block size, header checksum, blocks, end.
  const head = [0x04, 0x22, 0x4d, 0x18];
  const frames: [string, number[], string][] = [
    [
      'blocks that are not compressed',
      [...head, 0x60, 0x40, 0, 2, 0, 0, 0x80, 65, 66, 1, 0, 0, 0x80, 67, 0, 0, 0, 0],
      'ABC',
    ],
    ['a match that repeats itself', [...head, 0x60, 0x40, 0, 5, 0, 0, 0, 0x14, 65, 1, 0, 0, 0, 0, 0, 0], 'AAAAAAAAA'],
    [
      'a match into the block before',
      [...head, 0x40, 0x40, 0, 2, 0, 0, 0x80, 65, 66, 4, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0],
      'ABABAB',
    ],
    [
      'checksums and a content size',
      [...head, 0x7c, 0x40, 1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0x80, 65, 9, 9, 9, 9, 0, 0, 0, 0, 9, 9, 9, 9],
      'A',
    ],
  ];
  it.each(frames)('reads %s', (_name, bytes, text) => {
    expect(Buffer.from(nodeCodecs.lz4.decompress(Uint8Array.from(bytes), 100)).toString()).toBe(text);
  });

  it('refuses a match before the first byte', () => {
    const bytes = Uint8Array.from([...head, 0x60, 0x40, 0, 5, 0, 0, 0, 0x14, 65, 2, 0, 0, 0, 0, 0, 0]);
    expect(errorOf(() => nodeCodecs.lz4.decompress(bytes, 100)).error).toBe('CORRUPT_MESSAGE');
  });
});

it('no codecs means that compressed batches are refused as unsupported', () => {
  for (const name of NAMES) {
    expect(errorOf(() => noCodecs[name].compress(new Uint8Array(1))).error).toBe('UNSUPPORTED_COMPRESSION_TYPE');
  }
});
