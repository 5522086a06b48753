import { AvroError } from '../avro-error.ts';
import type { CodecOptions } from '../codec-options.ts';
import { explainRefusal } from '../create-codec.ts';
import { planCodec } from '../plan/build-plan.ts';
import { makeProduct } from '../products.ts';
import type { BlockCodec } from './block-codec.ts';
import { concat } from './bytes.ts';
import { formatVarint } from './header.ts';
import type { ContainerHeader } from './header.ts';

/** Encodes values one behind the other, and makes blocks of them. */
export interface BlockBuilder {
  /** Values that are in no block yet. */
  readonly count: number;
  /**
   * @returns whether the block is as large as it should be
   * @throws AvroError as `Codec.encode`; the block is then as it was
   */
  add(value: unknown): boolean;
  /** The bytes of a block with all values since the last one, as they stand in a file. */
  takeBlock(): Uint8Array | Promise<Uint8Array>;
}

export interface BlockLimits {
  /** A block ends with the value that reaches this size, before compression. */
  readonly blockSizeBytes: number;
  readonly blockCount: number;
}

export function createBlockBuilder(
  { schema, syncMarker }: Pick<ContainerHeader, 'schema' | 'syncMarker'>,
  codec: BlockCodec,
  { blockSizeBytes, blockCount }: BlockLimits,
  options: CodecOptions,
): BlockBuilder {
  const plan = planCodec(schema, options);
  const encode = makeProduct(plan, 'encode', options.engine ?? 'jit');
  const roomBytes = blockSizeBytes + Math.min(blockSizeBytes, 4096);
  let bytes = new Uint8Array(roomBytes);
  let end = 0;
  let count = 0;

  function write(value: unknown): number {
    try {
      return encode(value, bytes, end, 0);
    } catch (error) {
      throw explainRefusal({ plan: () => plan }, value, error);
    }
  }

  return {
    get count() {
      return count;
    },
    add(value) {
      let next = write(value);
      if (next > bytes.length) {
        const larger = new Uint8Array(Math.max(next, 2 * bytes.length));
        larger.set(bytes.subarray(0, end));
        bytes = larger;
        next = write(value);
        if (next > bytes.length) throw new AvroError('the value changed while it was written');
      }
      end = next;
      count++;
      return end >= blockSizeBytes || count >= blockCount;
    },
    takeBlock() {
      const taken = count;
      const stored = codec.compress(bytes.subarray(0, end));
      // One that works on meanwhile keeps these bytes; and a single large value shall not take its room for ever.
      const isKept = stored instanceof Uint8Array && bytes.length <= 2 * roomBytes;
      const block = stored instanceof Uint8Array ? formatBlock(taken, stored, syncMarker) : undefined;
      if (!isKept) bytes = new Uint8Array(roomBytes);
      end = 0;
      count = 0;
      if (block !== undefined) return block;
      return Promise.resolve(stored).then((done) => formatBlock(taken, done, syncMarker));
    },
  };
}

/** A block from its bytes as they are stored. */
export function formatBlock(count: number, stored: Uint8Array, syncMarker: Uint8Array): Uint8Array {
  return concat([formatVarint(count), formatVarint(stored.length), stored, syncMarker]);
}
