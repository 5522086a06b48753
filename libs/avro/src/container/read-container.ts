import { AvroError } from '../avro-error.ts';
import { checkOptions } from '../check-options.ts';
import type { CodecOptions } from '../codec-options.ts';
import { checkSchema } from '../schema/check-schema.ts';
import type { Schema } from '../schema/schema.ts';
import { findBlockCodec } from './block-codec.ts';
import type { BlockCodec, BlockCodecs } from './block-codec.ts';
import { isEqual, toHex } from './bytes.ts';
import type { ByteSource } from './chunk-reader.ts';
import { ContainerInput } from './container-input.ts';
import { readHeader, SYNC_MARKER_BYTES } from './header.ts';
import type { ContainerHeader } from './header.ts';
import { iterateValues } from './iterate-values.ts';
import { createRecordReader } from './read-records.ts';
import type { RecordReader } from './read-records.ts';

export interface ReadContainerOptions extends CodecOptions {
  /** What values are read as; the file's own schema when absent. */
  readonly readerSchema?: Schema;
  /** What blocks may be compressed with besides `null`. */
  readonly codecs?: BlockCodecs;
  /** The most that a block may take in memory, compressed or not; 64 MiB when absent. */
  readonly maxBlockBytes?: number;
  /** 16 MiB when absent. */
  readonly maxHeaderBytes?: number;
  /**
   * How many values the file's records may make that take no bytes (nulls, and records of nothing else, each field
   * counted); a million when absent. Nothing else bounds them: a count of 2^50 takes 8 bytes.
   */
  readonly maxEmptyValues?: number;
}

/** A file being read, once and from front to back: either its values, or its blocks. */
export interface ContainerReader extends AsyncIterable<unknown>, AsyncDisposable {
  readonly header: ContainerHeader;
  /** Where the last block ends that was read whole: what a torn file can be cut to. */
  readonly intactBytes: number;
  /** Blocks as they are stored; nothing is decompressed until it is asked for. */
  readBlocks(): AsyncIterable<ContainerBlock>;
  /** Releases the source, as leaving a loop early does. */
  close(): Promise<void>;
}

export interface ContainerBlock {
  /** Counted from 0. */
  readonly index: number;
  /** Where it starts in the file. */
  readonly offset: number;
  /** Values in it. */
  readonly count: number;
  /** As stored: compressed by the codec of the header. They may be a part of the source's chunk. */
  readonly bytes: Uint8Array;
  /** Decompresses the block; its values are decoded as they are taken. */
  readValues(): Promise<Iterable<unknown>>;
}

const READ_OPTIONS = ['readerSchema', 'codecs', 'maxBlockBytes', 'maxHeaderBytes', 'maxEmptyValues'];
const MAX_BLOCK_BYTES = 64 * 1024 * 1024;
const MAX_HEADER_BYTES = 16 * 1024 * 1024;
const MAX_EMPTY_VALUES = 1_000_000;

/**
 * Reads an object container file (Avro 1.12, Object Container Files). Chunks are pulled as values are taken, so memory
 * holds one block. What the source itself throws comes through as it is.
 * @throws AvroError with a ContainerFinding that says where the file is wrong, here and from every iteration; values
 * before that place come out first
 */
export async function readContainer(source: ByteSource, options: ReadContainerOptions = {}): Promise<ContainerReader> {
  checkOptions(options, READ_OPTIONS);
  const { maxHeaderBytes = MAX_HEADER_BYTES, readerSchema } = options;
  if (readerSchema !== undefined) checkSchema(readerSchema, 'readerSchema');
  const input = new ContainerInput(source);
  try {
    return createReader(input, await readHeader(input, maxHeaderBytes), options);
  } catch (error) {
    await input.close();
    throw error;
  }
}

function createReader(input: ContainerInput, header: ContainerHeader, options: ReadContainerOptions): ContainerReader {
  const { maxBlockBytes = MAX_BLOCK_BYTES, maxEmptyValues = MAX_EMPTY_VALUES } = options;
  let records: RecordReader | undefined;
  let codec: BlockCodec | undefined;
  let isTaken = false;

  async function readValues(offset: number, index: number, count: number, stored: Uint8Array) {
    const refuse: ContainerInput['refuse'] = (fault, cause) =>
      input.refuse({ offset, block: index, intactBytes: offset, ...fault }, cause);
    let bytes: Uint8Array;
    try {
      codec ??= findBlockCodec(header.codec, options.codecs);
      bytes = await codec.decompress(stored, maxBlockBytes);
    } catch (error) {
      const found = error instanceof Error ? error.message : String(error);
      throw refuse(
        { expected: `a block compressed with ${header.codec.slice(0, 60)}`, found: `one that fails: ${found}` },
        error,
      );
    }
    if (bytes.length > maxBlockBytes) {
      throw refuse({ expected: `at most ${maxBlockBytes} bytes`, found: String(bytes.length) });
    }
    records ??= createRecordReader(header.schema, options.readerSchema ?? header.schema, options, maxEmptyValues);
    return records.read(bytes, count, refuse);
  }

  async function* iterateBlocks(): AsyncGenerator<ContainerBlock, void, void> {
    try {
      for (let index = 0; (await input.fill(1)) > 0; index++) {
        input.block = index;
        const { offset } = input;
        const count = await input.readSize('a count of records', Number.MAX_SAFE_INTEGER);
        const size = await input.readSize('the size of a block', maxBlockBytes);
        const bytes = await input.readBytes('a block', size);
        const markerOffset = input.offset;
        const marker = await input.readBytes('a sync marker', SYNC_MARKER_BYTES);
        if (!isEqual(marker, header.syncMarker)) {
          const expected = `the sync marker ${toHex(header.syncMarker)}`;
          throw input.refuse({ expected, found: toHex(marker), offset: markerOffset });
        }
        input.intactBytes = input.offset;
        yield { index, offset, count, bytes, readValues: () => readValues(offset, index, count, bytes) };
      }
    } finally {
      await input.close();
    }
  }

  const takeBlocks = (): AsyncGenerator<ContainerBlock, void, void> => {
    if (isTaken) throw new AvroError('a container file is read once: open it again');
    isTaken = true;
    return iterateBlocks();
  };
  const close = (): Promise<void> => input.close();
  return {
    header,
    get intactBytes() {
      return input.intactBytes;
    },
    readBlocks: takeBlocks,
    [Symbol.asyncIterator]: () => iterateValues(takeBlocks()),
    close,
    [Symbol.asyncDispose]: close,
  };
}
