import { join } from 'node:path';
import type { LogBackend, LogFile } from '../storage/log-backend.ts';
import { scanBatches } from './batch-scan.ts';
import type { Crc32c } from '@sluice/kafka';
import { OffsetIndex } from './offset-index.ts';
import { TimeIndex } from './time-index.ts';

/** What a segment's indexes need to know of a batch. */
export interface IndexedBatch {
  readonly lastOffset: number;
  readonly maxTimestampMs: bigint;
  readonly sizeBytes: number;
}

const MAX_RELATIVE_OFFSET = 0x7fff_ffff;
const DEFAULT_INDEX_INTERVAL_BYTES = 4096;

/**
 * One `%020d.log` file with its two indexes, which are complete in memory while the segment is written to and read
 * from their files when a finished segment is first looked into.
 */
export class Segment {
  readonly baseOffset: number;
  readonly log: LogFile;
  /** Bytes that have a place, written or about to be. */
  sizeBytes = 0;
  /** Bytes that may be read. */
  readableBytes = 0;
  /** Whether the file's name is durable in its directory. */
  named = false;
  /** Of the first batch; undefined while there is none. */
  firstTimestampMs: bigint | undefined;
  readonly #backend: LogBackend;
  readonly directory: string;
  readonly #crc32c: Crc32c;
  #offsets: OffsetIndex | undefined;
  #times: TimeIndex | undefined;
  /** Whether the indexes in memory are only a copy of their files. */
  #areIndexesStored = false;
  #bytesSinceEntry = 0;
  #maxTimestampMs = -1n;
  #offsetOfMax = 0;

  constructor(backend: LogBackend, directory: string, baseOffset: number, crc32c: Crc32c) {
    this.#crc32c = crc32c;
    this.baseOffset = baseOffset;
    this.#backend = backend;
    this.directory = directory;
    this.log = backend.openFile(join(directory, segmentFileName(baseOffset, '.log')));
  }

  startIndexes(): void {
    this.#areIndexesStored = false;
    this.#offsets = new OffsetIndex();
    this.#times = new TimeIndex();
    this.#bytesSinceEntry = 0;
    this.#maxTimestampMs = -1n;
  }

  /** Gives the batch the next place and enters it in the indexes when it is time for an entry. Returns its position. */
  place(batch: IndexedBatch, indexIntervalBytes: number): number {
    const position = this.sizeBytes;
    this.firstTimestampMs ??= batch.maxTimestampMs;
    if (batch.maxTimestampMs > this.#maxTimestampMs) {
      this.#maxTimestampMs = batch.maxTimestampMs;
      this.#offsetOfMax = batch.lastOffset;
    }
    if (this.#bytesSinceEntry > indexIntervalBytes) {
      this.#offsets?.add(batch.lastOffset - this.baseOffset, position);
      this.#times?.add(this.#maxTimestampMs, this.#offsetOfMax - this.baseOffset);
      this.#bytesSinceEntry = 0;
    }
    this.#bytesSinceEntry += batch.sizeBytes;
    this.sizeBytes += batch.sizeBytes;
    return position;
  }

  /** Whether a batch ending at `lastOffset` needs another segment because this one's index has no room for it. */
  isIndexFull(lastOffset: number, maxIndexBytes: number): boolean {
    const entries = this.#offsets?.length ?? 0;
    return lastOffset - this.baseOffset > MAX_RELATIVE_OFFSET || (entries + 1) * 8 > maxIndexBytes;
  }

  /** A position at or before the batch that holds `offset`. */
  async positionOf(offset: number): Promise<number> {
    const { offsets } = await this.#indexes();
    return offsets.lookUp(offset - this.baseOffset);
  }

  /** A position at or before the first batch whose greatest timestamp reaches `timestampMs`. */
  async positionOfTime(timestampMs: bigint): Promise<number> {
    const { offsets, times } = await this.#indexes();
    return offsets.lookUp(times.lookUp(timestampMs));
  }

  /** The greatest timestamp in the segment; -1 when it has none. */
  async greatestTimestampMs(): Promise<bigint> {
    if (this.#maxTimestampMs >= 0n) return this.#maxTimestampMs;
    const { times } = await this.#indexes();
    const last = times.last;
    this.forgetIndexes();
    if (last === undefined) return -1n;
    this.#offsetOfMax = this.baseOffset + last.relativeOffset;
    this.#maxTimestampMs = last.timestampMs;
    return last.timestampMs;
  }

  /** Writes both index files: called when the segment takes no more batches. */
  async writeIndexes(): Promise<void> {
    if (this.#offsets === undefined || this.#times === undefined) return;
    if (this.#maxTimestampMs >= 0n) this.#times.add(this.#maxTimestampMs, this.#offsetOfMax - this.baseOffset);
    await this.#backend.replaceFile(this.#path('.index'), this.#offsets.toBytes());
    await this.#backend.replaceFile(this.#path('.timeindex'), this.#times.toBytes());
    this.#areIndexesStored = true;
  }

  /** Drops the indexes from memory if their files have them. */
  forgetIndexes(): void {
    if (!this.#areIndexesStored) return;
    this.#offsets = undefined;
    this.#times = undefined;
  }

  /**
   * Reads the indexes back for a segment that goes on being written to, keeps their entries up to `offset` and returns
   * the position to scan on from so that they become complete: 0 when they are missing or damaged.
   */
  async resumeIndexes(offset: number): Promise<number> {
    const read = await this.#readIndexes();
    this.startIndexes();
    this.sizeBytes = 0;
    if (read === undefined) return 0;
    const position = read.offsets.lookUp(offset - this.baseOffset);
    if (position === 0) return 0;
    read.offsets.truncate(position + 1);
    read.times.truncate(read.offsets.lastRelativeOffset);
    const last = read.times.last;
    if (last !== undefined) {
      this.#maxTimestampMs = last.timestampMs;
      this.#offsetOfMax = this.baseOffset + last.relativeOffset;
    }
    this.#offsets = read.offsets;
    this.#times = read.times;
    this.sizeBytes = position;
    return position;
  }

  /** Removes the segment's files. */
  async remove(): Promise<void> {
    await this.log.close();
    for (const suffix of ['.log', '.index', '.timeindex', '.snapshot'] as const) {
      await this.#backend.remove(this.#path(suffix));
    }
  }

  async #indexes(): Promise<{ offsets: OffsetIndex; times: TimeIndex }> {
    if (this.#offsets === undefined || this.#times === undefined) {
      const read = (await this.#readIndexes()) ?? (await this.#rebuildIndexes());
      this.#offsets = read.offsets;
      this.#times = read.times;
      this.#areIndexesStored = true;
    }
    return { offsets: this.#offsets, times: this.#times };
  }

  async #readIndexes(): Promise<{ offsets: OffsetIndex; times: TimeIndex } | undefined> {
    const offsetBytes = await this.#backend.readFile(this.#path('.index'));
    const timeBytes = await this.#backend.readFile(this.#path('.timeindex'));
    if (offsetBytes === undefined || timeBytes === undefined) return undefined;
    const offsets = OffsetIndex.parse(offsetBytes, this.readableBytes);
    const times = TimeIndex.parse(timeBytes);
    return offsets && times && { offsets, times };
  }

  async #rebuildIndexes(): Promise<{ offsets: OffsetIndex; times: TimeIndex }> {
    const scratch = new Segment(this.#backend, this.directory, this.baseOffset, this.#crc32c);
    scratch.startIndexes();
    await scanBatches(this.log, 0, this.readableBytes, this.#crc32c, ({ header }) => {
      const lastOffset = Number(header.baseOffset) + header.lastOffsetDelta;
      const { maxTimestamp: maxTimestampMs, sizeBytes } = header;
      scratch.place({ lastOffset, maxTimestampMs, sizeBytes }, DEFAULT_INDEX_INTERVAL_BYTES);
      return true;
    });
    await scratch.writeIndexes();
    return scratch.#indexes();
  }

  #path(suffix: SegmentSuffix): string {
    return join(this.directory, segmentFileName(this.baseOffset, suffix));
  }
}

export type SegmentSuffix = '.log' | '.index' | '.timeindex' | '.snapshot';

/** Kafka's file names: the base offset in twenty digits. */
export function segmentFileName(baseOffset: number, suffix: SegmentSuffix): string {
  return `${String(baseOffset).padStart(20, '0')}${suffix}`;
}

/** The base offset in a segment file's name, or undefined when it is another file. */
export function parseSegmentFileName(name: string, suffix: SegmentSuffix): number | undefined {
  if (name.length !== 20 + suffix.length || !name.endsWith(suffix)) return undefined;
  const digits = name.slice(0, 20);
  const offset = Number(digits);
  return /^\d{20}$/.test(digits) && Number.isSafeInteger(offset) ? offset : undefined;
}
