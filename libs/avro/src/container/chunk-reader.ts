import { AvroError } from '../avro-error.ts';
import { describeValue } from '../explain/describe-value.ts';
import { isIterable } from './iterate-values.ts';

/** Bytes in chunks cut anywhere: a file's stream, a fetch's body, or all of them at once. A chunk may not change later. */
export type ByteSource = AsyncIterable<Uint8Array> | Iterable<Uint8Array> | Uint8Array;

/** Room taken before it is known that as many bytes come: a size in a file is only a claim. */
const FIRST_ROOM_BYTES = 65_536;
const EMPTY = new Uint8Array(0);

/** Pulls chunks as they are needed and gives runs of bytes, copied only where a run spans chunks. */
export class ChunkReader {
  readonly #chunks: Iterator<Uint8Array> | AsyncIterator<Uint8Array>;
  #isDone = false;
  #bytes: Uint8Array = EMPTY;
  #at = 0;
  /** What of the last chunk is not in `#bytes` yet. */
  #later: Uint8Array = EMPTY;
  #offset = 0;

  constructor(source: ByteSource) {
    if (!isIterable(source)) {
      const found = describeValue(source);
      throw new AvroError(`a container file is a Uint8Array or an iterable of them, such as a stream, not ${found}`);
    }
    const chunks = source instanceof Uint8Array ? [source] : source;
    this.#chunks = Symbol.asyncIterator in chunks ? chunks[Symbol.asyncIterator]() : chunks[Symbol.iterator]();
  }

  /** Bytes taken so far. */
  get offset(): number {
    return this.#offset;
  }

  /** Waits until `size` bytes are at hand, or the source ends; gives how many are, which may be more. */
  async fill(size: number): Promise<number> {
    let have = this.#bytes.length - this.#at;
    if (have >= size) return have;
    if (have === 0) {
      const chunk = this.#later.length > 0 ? this.#later : await this.#pull();
      this.#later = EMPTY;
      this.#bytes = chunk;
      this.#at = 0;
      have = chunk.length;
      if (have >= size || have === 0) return have;
    }
    let gathered = new Uint8Array(Math.min(size, Math.max(2 * have, FIRST_ROOM_BYTES)));
    gathered.set(this.#bytes.subarray(this.#at));
    for (;;) {
      if (this.#later.length === 0) this.#later = await this.#pull();
      if (this.#later.length === 0) break;
      if (have === gathered.length) {
        const larger = new Uint8Array(Math.min(size, 2 * have));
        larger.set(gathered);
        gathered = larger;
      }
      const part = this.#later.subarray(0, gathered.length - have);
      gathered.set(part, have);
      have += part.length;
      this.#later = this.#later.subarray(part.length);
      if (have === size) break;
    }
    this.#bytes = gathered.subarray(0, have);
    this.#at = 0;
    return have;
  }

  /** The bytes at hand from the position on, up to `size`; the position stays. */
  peek(size: number): Uint8Array {
    return this.#bytes.subarray(this.#at, this.#at + size);
  }

  /** As `peek`, and goes behind them. */
  take(size: number): Uint8Array {
    const run = this.peek(size);
    this.#at += run.length;
    this.#offset += run.length;
    return run;
  }

  /** Releases the source. */
  async close(): Promise<void> {
    if (this.#isDone) return;
    this.#isDone = true;
    await this.#chunks.return?.();
  }

  /** The next chunk that holds bytes, as a plain Uint8Array; an empty one at the end. */
  async #pull(): Promise<Uint8Array> {
    while (!this.#isDone) {
      let next: IteratorResult<unknown>;
      try {
        next = await this.#chunks.next();
      } catch (error) {
        this.#isDone = true;
        throw error;
      }
      if (next.done === true) {
        this.#isDone = true;
        break;
      }
      const chunk = next.value;
      if (!(chunk instanceof Uint8Array)) throw new AvroError('a container file is read from chunks of Uint8Array');
      // Node's Buffer is one too, and compiled code is fastest when it meets a single class.
      if (chunk.length > 0) return new Uint8Array(chunk.buffer, chunk.byteOffset, chunk.length);
    }
    return EMPTY;
  }
}
