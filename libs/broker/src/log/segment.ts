import { join } from 'node:path';
import { BATCH_HEADER_BYTES } from '@sluice/kafka';
import type { LogFile } from '../storage/log-backend.ts';
import { checkHeader, scanBatches } from './batch-scan.ts';
import type { LogEnvironment } from './log-environment.ts';
import { OffsetIndex } from './offset-index.ts';
import { TimeIndex } from './time-index.ts';
import type { TimeEntry } from './time-index.ts';

/** What a segment's indexes need to know of a batch. */
export interface IndexedBatch {
  readonly lastOffset: number;
  readonly maxTimestampMs: bigint;
  readonly sizeBytes: number;
}

const MAX_RELATIVE_OFFSET = 0x7fff_ffff;
const DEFAULT_INDEX_INTERVAL_BYTES = 4096;

type SegmentEnvironment = Pick<LogEnvironment, 'backend' | 'crc32c' | 'logger'>;

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
  readonly #environment: SegmentEnvironment;
  readonly directory: string;
  #offsets: OffsetIndex | undefined;
  #times: TimeIndex | undefined;
  /** Whether the indexes in memory are only a copy of their files. */
  #areIndexesStored = false;
  /** Whether they come from files, which may be damaged. */
  #areIndexesRead = false;
  #bytesSinceEntry = 0;
  #maxTimestampMs = -1n;
  #offsetOfMax = 0;
  #isGapReported = false;

  constructor(environment: SegmentEnvironment, directory: string, baseOffset: number) {
    this.baseOffset = baseOffset;
    this.#environment = environment;
    this.directory = directory;
    this.log = environment.backend.openFile(join(directory, segmentFileName(baseOffset, '.log')));
  }

  /** Of its log file. */
  get path(): string {
    return this.#path('.log');
  }

  startIndexes(): void {
    this.#areIndexesStored = false;
    this.#areIndexesRead = false;
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
    const { position, relativeOffset } = offsets.lookUp(offset - this.baseOffset);
    if (position === 0 || !this.#areIndexesRead) return position;
    if (await this.#endsWith(position, this.baseOffset + relativeOffset)) return position;
    await this.#distrust('.index');
    return 0;
  }

  /** A position at or before the first batch whose greatest timestamp reaches `timestampMs`. */
  async positionOfTime(timestampMs: bigint): Promise<number> {
    const { offsets, times } = await this.#indexes();
    const entry = times.lookUp(timestampMs);
    if (entry === undefined) return 0;
    if (!this.#areIndexesRead || (await this.#isTrue(entry))) return offsets.lookUp(entry.relativeOffset).position;
    await this.#distrust('.timeindex');
    return 0;
  }

  /** The greatest timestamp in the segment; -1 when it has none. */
  async greatestTimestampMs(): Promise<bigint> {
    if (this.#maxTimestampMs >= 0n) return this.#maxTimestampMs;
    const { times } = await this.#indexes();
    if (this.#areIndexesRead && !(await this.#isGreatest(times.last))) await this.#distrust('.timeindex');
    const { last } = (await this.#indexes()).times;
    this.forgetIndexes();
    if (last === undefined) return -1n;
    this.#offsetOfMax = this.baseOffset + last.relativeOffset;
    this.#maxTimestampMs = last.timestampMs;
    return last.timestampMs;
  }

  /** Says once that the file ends before its records do: cut off, or compacted by whoever wrote it. */
  reportGap(from: number, to: number): void {
    if (this.#isGapReported) return;
    this.#isGapReported = true;
    this.#environment.logger.warn({ file: this.path, from, to }, 'offsets at the end of a segment are missing');
  }

  /** Writes both index files: called when the segment takes no more batches. */
  async writeIndexes(): Promise<void> {
    if (this.#offsets === undefined || this.#times === undefined) return;
    if (this.#maxTimestampMs >= 0n) this.#times.add(this.#maxTimestampMs, this.#offsetOfMax - this.baseOffset);
    await this.#environment.backend.replaceLater(this.#path('.index'), this.#offsets.toBytes());
    await this.#environment.backend.replaceLater(this.#path('.timeindex'), this.#times.toBytes());
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
    const { position, relativeOffset } = read.offsets.lookUp(offset - this.baseOffset);
    if (position === 0) return 0;
    // What lies after a wrong position would be taken for damage of the log.
    if (!(await this.#endsWith(position, this.baseOffset + relativeOffset))) {
      await this.#distrust('.index');
      return 0;
    }
    read.offsets.truncate(position + 1);
    read.times.truncate(read.offsets.lastRelativeOffset);
    const last = read.times.last;
    if (last !== undefined && !(await this.#isTrue(last, read.offsets))) {
      await this.#distrust('.timeindex');
      return 0;
    }
    if (last !== undefined) {
      this.#maxTimestampMs = last.timestampMs;
      this.#offsetOfMax = this.baseOffset + last.relativeOffset;
    }
    this.#offsets = read.offsets;
    this.#times = read.times;
    this.#areIndexesRead = true;
    this.sizeBytes = position;
    return position;
  }

  /** Removes the segment's files. */
  async remove(): Promise<void> {
    await this.log.close();
    // Kafka's index of aborted transactions may be there too.
    for (const suffix of ['.log', '.index', '.timeindex', '.snapshot', '.txnindex'] as const) {
      await this.#environment.backend.remove(this.#path(suffix));
    }
  }

  async #indexes(): Promise<{ offsets: OffsetIndex; times: TimeIndex }> {
    if (this.#offsets === undefined || this.#times === undefined) {
      const stored = await this.#readIndexes();
      const read = stored ?? (await this.#rebuildIndexes());
      this.#areIndexesRead = stored !== undefined;
      this.#offsets = read.offsets;
      this.#times = read.times;
      this.#areIndexesStored = true;
    }
    return { offsets: this.#offsets, times: this.#times };
  }

  async #readIndexes(): Promise<{ offsets: OffsetIndex; times: TimeIndex } | undefined> {
    const offsetBytes = await this.#environment.backend.readFile(this.#path('.index'));
    const timeBytes = await this.#environment.backend.readFile(this.#path('.timeindex'));
    if (offsetBytes === undefined || timeBytes === undefined) return undefined;
    const offsets = OffsetIndex.parse(offsetBytes, this.readableBytes);
    const times = TimeIndex.parse(timeBytes);
    const damaged = offsets === undefined ? '.index' : '.timeindex';
    if (offsets !== undefined && times !== undefined) return { offsets, times };
    this.#environment.logger.error({ file: this.#path(damaged) }, 'index is damaged and made anew');
    return undefined;
  }

  async #rebuildIndexes(): Promise<{ offsets: OffsetIndex; times: TimeIndex }> {
    const scratch = new Segment(this.#environment, this.directory, this.baseOffset);
    scratch.startIndexes();
    await scanBatches(this.log, 0, this.readableBytes, this.#environment.crc32c, ({ header }) => {
      const lastOffset = Number(header.baseOffset) + header.lastOffsetDelta;
      const { maxTimestamp: maxTimestampMs, sizeBytes } = header;
      scratch.place({ lastOffset, maxTimestampMs, sizeBytes }, DEFAULT_INDEX_INTERVAL_BYTES);
      return true;
    });
    await scratch.writeIndexes();
    return scratch.#indexes();
  }

  /** Reports an index that does not fit the log, and makes both anew if they are only a copy of their files. */
  async #distrust(suffix: '.index' | '.timeindex'): Promise<void> {
    this.#environment.logger.error({ file: this.#path(suffix) }, 'index does not fit the log and is made anew');
    if (!this.#areIndexesStored) return;
    const { offsets, times } = await this.#rebuildIndexes();
    this.#offsets = offsets;
    this.#times = times;
    this.#areIndexesRead = false;
  }

  /** Whether a batch stands at `position` whose last offset is `lastOffset`. */
  async #endsWith(position: number, lastOffset: number): Promise<boolean> {
    const head = new Uint8Array(BATCH_HEADER_BYTES);
    if ((await this.log.read(head, position)) < head.length) return false;
    const header = checkHeader(head, 0);
    return typeof header !== 'string' && Number(header.baseOffset) + header.lastOffsetDelta === lastOffset;
  }

  /** Whether the batch that the entry names has its timestamp. */
  async #isTrue({ timestampMs, relativeOffset }: TimeEntry, offsets = this.#offsets): Promise<boolean> {
    const offset = this.baseOffset + relativeOffset;
    const from = offsets?.lookUp(relativeOffset).position ?? 0;
    let found = false;
    await scanBatches(this.log, from, this.readableBytes, this.#environment.crc32c, ({ header }) => {
      const lastOffset = Number(header.baseOffset) + header.lastOffsetDelta;
      found = lastOffset >= offset && header.baseOffset <= offset && header.maxTimestamp === timestampMs;
      return lastOffset < offset;
    });
    return found;
  }

  /** Whether the entry is true and no batch after it has a greater timestamp. */
  async #isGreatest(entry: TimeEntry | undefined): Promise<boolean> {
    if (entry !== undefined && !(await this.#isTrue(entry))) return false;
    const { timestampMs, relativeOffset } = entry ?? { timestampMs: -1n, relativeOffset: 0 };
    const from = this.#offsets?.lookUp(relativeOffset).position ?? 0;
    let isGreatest = true;
    await scanBatches(this.log, from, this.readableBytes, this.#environment.crc32c, ({ header }) => {
      isGreatest = header.maxTimestamp <= timestampMs;
      return isGreatest;
    });
    return isGreatest;
  }

  #path(suffix: SegmentSuffix): string {
    return join(this.directory, segmentFileName(this.baseOffset, suffix));
  }
}

export type SegmentSuffix = '.log' | '.index' | '.timeindex' | '.snapshot' | '.txnindex';

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
