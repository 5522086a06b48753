import { AvroError } from '../avro-error.ts';
import { createBlockBuilder, formatBlock } from './block-builder.ts';
import { openTarget } from './container-target.ts';
import type { WriteContainerOptions } from './container-target.ts';
import { formatHeader } from './header.ts';
import { isIterable } from './iterate-values.ts';
import type { ContainerHeader } from './header.ts';
import type { ContainerBlock } from './read-container.ts';

/**
 * The chunks of an object container file (Avro 1.12, Object Container Files) that holds the values: the header, then
 * block after block, each made when it is asked for.
 * @throws AvroError from the iteration where a value does not match the schema
 */
export async function* writeContainer(
  values: AsyncIterable<unknown> | Iterable<unknown>,
  options: WriteContainerOptions,
): AsyncGenerator<Uint8Array, void, void> {
  const { header, isNew, codec, limits } = openTarget(options);
  if (!isIterable(values)) throw new AvroError('values are an iterable, such as an array');
  const builder = createBlockBuilder(header, codec, limits, options);
  if (isNew) yield formatHeader(header);
  if (Symbol.asyncIterator in values) {
    for await (const value of values) if (builder.add(value)) yield await builder.takeBlock();
  } else {
    for (const value of values) if (builder.add(value)) yield await builder.takeBlock();
  }
  if (builder.count > 0) yield await builder.takeBlock();
}

/** An object container file written value by value. */
export interface ContainerWriter extends AsyncDisposable {
  readonly header: ContainerHeader;
  /**
   * Adds a value. A promise comes where that filled a block: it settles when the block is written, and whoever awaits
   * it is as fast as the target.
   * @throws AvroError where the value does not match the schema, which leaves it out; or where too many blocks wait
   */
  append(value: unknown): Promise<void> | undefined;
  /** Adds a block as another file of the same schema and codec stores it. What was appended before goes first. */
  appendBlock(block: Pick<ContainerBlock, 'count' | 'bytes'>): Promise<void>;
  /** Ends the block; settles when all is written. */
  flush(): Promise<void>;
  /** Flushes; the target is its owner's to close. */
  close(): Promise<void>;
}

/** Blocks that may wait for the target before `append` refuses: its caller awaits nothing. */
const MAX_WAITING_BLOCKS = 16;

/**
 * Writes an object container file by calling `write` with its chunks, one at a time and in order. Once writing or
 * compressing has failed every later call fails with the same error.
 */
export function createContainerWriter(
  write: (chunk: Uint8Array) => void | Promise<void>,
  options: WriteContainerOptions,
): ContainerWriter {
  const { header, isNew, codec, limits } = openTarget(options);
  const builder = createBlockBuilder(header, codec, limits, options);
  let tail = Promise.resolve();
  let failure: { readonly error: unknown } | undefined;
  let waiting = 0;
  let isClosed = false;

  function enqueue(chunk: Uint8Array | Promise<Uint8Array>): Promise<void> {
    waiting++;
    const done = Promise.all([chunk, tail]).then(async ([bytes]) => {
      if (failure !== undefined) throw failure.error;
      await write(bytes);
    });
    tail = done
      .catch((error: unknown) => {
        failure ??= { error };
      })
      .finally(() => waiting--);
    return done;
  }

  function endBlock(): Promise<void> {
    try {
      return enqueue(builder.takeBlock());
    } catch (error) {
      failure ??= { error };
      throw error;
    }
  }

  function checkOpen(): void {
    if (failure !== undefined) throw failure.error;
    if (isClosed) throw new AvroError('the container writer is closed');
    if (waiting > MAX_WAITING_BLOCKS) throw new AvroError(`${waiting} blocks wait: await what append() returns`);
  }

  async function flush(): Promise<void> {
    if (builder.count > 0) await endBlock();
    await tail;
    if (failure !== undefined) throw failure.error;
  }

  const close = async (): Promise<void> => {
    isClosed = true;
    await flush();
  };
  // Its failure comes with the next call.
  if (isNew) enqueue(formatHeader(header)).catch(() => {});
  return {
    header,
    append(value) {
      checkOpen();
      return builder.add(value) ? endBlock() : undefined;
    },
    async appendBlock({ count, bytes }) {
      checkOpen();
      if (builder.count > 0) endBlock().catch(() => {});
      await enqueue(formatBlock(count, bytes, header.syncMarker));
    },
    async flush() {
      checkOpen();
      await flush();
    },
    close,
    [Symbol.asyncDispose]: close,
  };
}
