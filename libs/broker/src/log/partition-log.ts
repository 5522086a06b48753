import type { ErrorName } from '@sluice/kafka';
import { setBaseOffset, setPartitionLeaderEpoch } from '@sluice/kafka';
import { BrokerError } from '../broker-error.ts';
import type { FoundTimestamp } from './find-timestamp.ts';
import { findGreatestTimestamp, findTimestamp } from './find-timestamp.ts';
import type { EpochEntry } from './leader-epochs.ts';
import type { LogEnvironment } from './log-environment.ts';
import type { PartitionCheckpoints } from './offset-checkpoint.ts';
import type { ProducedRecords } from './produced-records.ts';
import { lastSequenceOf } from './producer-states.ts';
import type { ProducerStates } from './producer-states.ts';
import { readBatches } from './read-batches.ts';
import { recoverLog } from './recover-log.ts';
import type { RecoveredLog } from './recover-log.ts';
import { SegmentChain } from './segment-chain.ts';
import type { RetentionPolicy } from './segment-chain.ts';
import type { Segment } from './segment.ts';
import { Tail } from './tail-cache.ts';

/** What of a topic's configs the log obeys; read anew at each append. */
export interface LogConfig {
  readonly segmentBytes: number;
  readonly segmentMs: number;
  readonly segmentIndexBytes: number;
  readonly indexIntervalBytes: number;
}

export interface AppendedRecords {
  /** Of the first batch; the original's when the batch had been stored before. */
  readonly baseOffset: number;
  readonly duplicate: boolean;
}

/** Records of one partition as a fetch gets them. `records` is null when the error is not NONE. */
export interface LogRead {
  readonly error: ErrorName;
  readonly records: Uint8Array | null;
}

/** Told of records that became readable. */
export interface LogWatcher {
  notify(bytes: number): void;
}

interface PendingWrite {
  readonly segment: Segment;
  readonly position: number;
  readonly produced: ProducedRecords;
  readonly baseOffset: number;
  readonly endOffset: number;
  readonly settle: () => void;
  readonly fail: (error: unknown) => void;
}

const EMPTY = new Uint8Array(0);
const MAX_GROUP_BYTES = 16 * 1024 * 1024;

/**
 * One partition's records on disk in Kafka's file formats. Offsets are numbers here (exact below 2^53) and 64-bit only
 * on the wire. Written to in order by one loop that takes all waiting batches at once; the high watermark is the end of
 * what has been written (and, with `fsync`, synced).
 */
export class PartitionLog {
  readonly directory: string;
  readonly #environment: LogEnvironment;
  readonly #config: () => LogConfig;
  readonly #segments: SegmentChain;
  readonly #producers: ProducerStates;
  readonly #tail = new Tail();
  readonly #watchers = new Set<LogWatcher>();
  readonly #pending: PendingWrite[] = [];
  #endOffset: number;
  #highWatermark: number;
  #flushing: Promise<void> | undefined;
  #failure: BrokerError | undefined;
  #closed = false;
  /**
   * Opens, or makes, the log in `directory`; everything after the recovery point is checked and a torn tail cut off.
   */
  static async open(
    directory: string,
    config: () => LogConfig,
    checkpoints: PartitionCheckpoints,
    environment: LogEnvironment,
  ): Promise<PartitionLog> {
    const recovered = await recoverLog(directory, config, checkpoints, environment);
    if (recovered.endOffset < checkpoints.recoveryPoint) checkpoints.noteRecoveryPoint(recovered.endOffset);
    return new PartitionLog(directory, config, recovered, environment, checkpoints);
  }

  private constructor(
    directory: string,
    config: () => LogConfig,
    recovered: RecoveredLog,
    environment: LogEnvironment,
    checkpoints: PartitionCheckpoints,
  ) {
    this.directory = directory;
    this.#config = config;
    this.#environment = environment;
    this.#segments = new SegmentChain(directory, recovered, environment, checkpoints);
    this.#producers = recovered.producers;
    this.#endOffset = recovered.endOffset;
    this.#highWatermark = recovered.endOffset;
  }

  get startOffset(): number {
    return this.#segments.startOffset;
  }

  /** The offset after the last readable record. */
  get highWatermark(): number {
    return this.#highWatermark;
  }

  /** Set once a write has failed: the log takes nothing more and is to be opened anew. */
  get failure(): BrokerError | undefined {
    return this.#failure;
  }

  /** False once it is closed or has failed: no watcher will be told anything any more. */
  get isOpen(): boolean {
    return !this.#closed && this.#failure === undefined;
  }

  /** Which leader wrote what, in the order of offsets. */
  get leaderEpochs(): readonly EpochEntry[] {
    return this.#segments.leaderEpochs;
  }

  /** Bytes of all segments. */
  get sizeBytes(): number {
    return this.#segments.sizeBytes;
  }

  /**
   * Gives the batches the next offsets, before it returns: a later call gets later ones. Settles when they are as
   * durable as promised, rejects with BrokerError 'storage' when they could not be written. An answer that is no
   * promise refuses them by sequence number.
   */
  append(produced: ProducedRecords): Promise<AppendedRecords> | ErrorName {
    const refusal = this.#refusal();
    if (refusal !== undefined) return Promise.reject(refusal);
    const sequence = this.#checkSequence(produced);
    if (typeof sequence === 'string') return sequence;
    if (sequence !== undefined) return this.#waitForDuplicate(sequence);
    const { headers, bytes } = produced;
    const baseOffset = this.#endOffset;
    const segment = this.#segmentFor(produced);
    const position = segment.sizeBytes;
    const { indexIntervalBytes } = this.#config();
    this.#segments.assignEpoch(this.#environment.leaderEpoch, baseOffset);
    let at = 0;
    for (const header of headers) {
      const first = this.#endOffset;
      const lastOffset = first + header.lastOffsetDelta;
      setBaseOffset(bytes, at, BigInt(first));
      setPartitionLeaderEpoch(bytes, at, this.#environment.leaderEpoch);
      segment.place(
        { lastOffset, maxTimestampMs: header.maxTimestamp, sizeBytes: header.sizeBytes },
        indexIntervalBytes,
      );
      if (header.producerId >= 0n) {
        const lastSequence = lastSequenceOf(header.baseSequence, header.recordsCount);
        this.#producers.record(header.producerId, header.producerEpoch, {
          baseSequence: header.baseSequence,
          lastSequence,
          baseOffset: first,
          lastOffset,
          timestampMs: header.maxTimestamp,
        });
      }
      this.#endOffset = lastOffset + 1;
      at += header.sizeBytes;
    }
    return new Promise((resolve, reject) => {
      const endOffset = this.#endOffset;
      const settle = (): void => resolve({ baseOffset, duplicate: false });
      this.#pending.push({ segment, position, produced, baseOffset, endOffset, settle, fail: reject });
      this.#flushing ??= this.#flush();
    });
  }

  /**
   * Whole batches from the one that holds `offset`, at most `maxBytes` of them (the first whatever its size when
   * `atLeastOne`). Answers at once when they are in memory or there are none.
   */
  read(offset: number, maxBytes: number, atLeastOne: boolean): LogRead | Promise<LogRead> {
    if (offset < this.startOffset || offset > this.#highWatermark)
      return { error: 'OFFSET_OUT_OF_RANGE', records: null };
    if (offset === this.#highWatermark || (maxBytes <= 0 && !atLeastOne)) return { error: 'NONE', records: EMPTY };
    const cached = this.#tail.read(offset, maxBytes, atLeastOne);
    if (cached !== undefined) return { error: 'NONE', records: cached };
    const highWatermark = (): number => this.#highWatermark;
    return readBatches(this.#segments.list(), offset, maxBytes, atLeastOne, highWatermark, this.#environment);
  }

  /** The first record, by offset, whose timestamp is at least `timestampMs`. */
  findTimestamp(timestampMs: bigint): Promise<FoundTimestamp | undefined> {
    return findTimestamp(this.#segments.list(), timestampMs, this.#environment);
  }

  /** The record with the greatest timestamp (KIP-734). */
  findGreatestTimestamp(): Promise<FoundTimestamp | undefined> {
    return findGreatestTimestamp(this.#segments.list(), this.#environment);
  }

  /** Makes later batches go to a new segment, unless the last one is empty; returns where it starts. */
  startSegment(): number {
    return this.#segments.begin(this.#endOffset).baseOffset;
  }

  /**
   * Deletes the records before `offset`, or before the high watermark if that is earlier: what DeleteRecords asks for.
   * Settles with the start offset when that is on the disk; segments without a later record are gone then.
   */
  deleteBefore(offset: number): Promise<number> {
    const refusal = this.#refusal();
    if (refusal !== undefined) return Promise.reject(refusal);
    return this.#segments.raiseStart(Math.min(offset, this.#highWatermark), () => this.#endOffset);
  }

  /**
   * Removes the oldest segments whose records are all older than the policy keeps, or without which there are still
   * `retentionBytes`; the last one too, a new one is begun then. Settles with the start offset. Records without a
   * timestamp do not age.
   */
  applyRetention(policy: RetentionPolicy): Promise<number> {
    const refusal = this.#refusal();
    if (refusal !== undefined) return Promise.reject(refusal);
    return this.#segments.retain(
      policy,
      () => this.#highWatermark,
      () => this.#endOffset,
    );
  }

  /** Settles when what is written so far is on the disk itself. */
  sync(): Promise<void> {
    return this.#segments.sync(this.#highWatermark);
  }

  watch(watcher: LogWatcher): void {
    this.#watchers.add(watcher);
  }

  unwatch(watcher: LogWatcher): void {
    this.#watchers.delete(watcher);
  }

  /** Writes what is waiting and leaves the files so that the next opening has nothing to check. */
  async close(): Promise<void> {
    if (this.#closed) return;
    this.#closed = true;
    await this.#flushing;
    await this.#segments.close(this.#failure === undefined ? this.#endOffset : undefined);
    this.#notify(0);
  }

  /** Closes without writing anything: for a log whose directory goes away. */
  async abandon(): Promise<void> {
    this.#fail(new BrokerError('closed', `${this.directory} is removed`));
    await this.#flushing;
    this.#closed = true;
    await this.#segments.close(undefined);
  }

  #refusal(): BrokerError | undefined {
    if (this.#failure !== undefined || !this.#closed) return this.#failure;
    return new BrokerError('closed', `${this.directory} is closed`);
  }

  #checkSequence(produced: ProducedRecords): ErrorName | number | undefined {
    const header = produced.headers[0];
    if (header === undefined || header.producerId < 0n) return undefined;
    const lastSequence = lastSequenceOf(header.baseSequence, header.recordsCount);
    const verdict = this.#producers.check(header.producerId, header.producerEpoch, header.baseSequence, lastSequence);
    if (verdict.kind === 'append') return undefined;
    return verdict.kind === 'refuse' ? verdict.error : verdict.batch.baseOffset;
  }

  /** The original may still be on its way to the disk. */
  #waitForDuplicate(baseOffset: number): Promise<AppendedRecords> {
    const answer = { baseOffset, duplicate: true };
    if (baseOffset < this.#highWatermark) return Promise.resolve(answer);
    return new Promise((resolve, reject) => {
      const watcher = {
        notify: (): void => {
          if (this.#failure !== undefined) reject(this.#failure);
          else if (baseOffset < this.#highWatermark) resolve(answer);
          else return;
          this.unwatch(watcher);
        },
      };
      this.watch(watcher);
    });
  }

  /** The active segment, or a new one when that has no room for these batches or is old enough. */
  #segmentFor(produced: ProducedRecords): Segment {
    const { active } = this.#segments;
    if (active.sizeBytes === 0) return active;
    const config = this.#config();
    const first = produced.headers[0];
    const records = produced.headers.reduce((sum, header) => sum + header.lastOffsetDelta + 1, 0);
    const age = first === undefined ? 0n : first.maxTimestamp - (active.firstTimestampMs ?? first.maxTimestamp);
    const isFull =
      active.sizeBytes + produced.bytes.length > config.segmentBytes ||
      age > BigInt(config.segmentMs) ||
      active.isIndexFull(this.#endOffset + records, config.segmentIndexBytes);
    return isFull ? this.#segments.begin(this.#endOffset) : active;
  }

  async #flush(): Promise<void> {
    try {
      while (this.#pending.length > 0) {
        const group = this.#takeGroup();
        await this.#write(group);
      }
    } catch (error) {
      const cause = error instanceof Error ? error : new Error(String(error));
      this.#environment.logger.error({ directory: this.directory, error: cause.message }, 'log write failed');
      this.#fail(new BrokerError('storage', `${this.directory}: ${cause.message}`, { cause }));
    } finally {
      this.#flushing = undefined;
    }
  }

  /** All waiting writes to one segment, up to a bound. */
  #takeGroup(): PendingWrite[] {
    let bytes = 0;
    let count = 0;
    for (const write of this.#pending) {
      if (write.segment !== this.#pending[0]?.segment || (count > 0 && bytes > MAX_GROUP_BYTES)) break;
      bytes += write.produced.bytes.length;
      count++;
    }
    return this.#pending.splice(0, count);
  }

  async #write(group: readonly PendingWrite[]): Promise<void> {
    const first = group[0];
    const last = group.at(-1);
    if (first === undefined || last === undefined) return;
    const { segment } = first;
    try {
      this.#segments.finishBefore(segment);
      await segment.log.write(
        group.map((write) => write.produced.bytes),
        first.position,
      );
      if (this.#environment.durability === 'fsync') {
        await segment.log.sync();
        if (!segment.named) await this.#environment.backend.syncDirectory(this.directory);
      }
      segment.named = true;
    } catch (error) {
      for (const write of group) write.fail(new BrokerError('storage', `${this.directory}: ${String(error)}`));
      throw error;
    }
    if (this.#failure !== undefined) {
      for (const write of group) write.fail(this.#failure);
      return;
    }
    let bytes = 0;
    for (const write of group) {
      bytes += write.produced.bytes.length;
      this.#cache(write);
    }
    segment.readableBytes = last.position + last.produced.bytes.length;
    this.#highWatermark = last.endOffset;
    for (const write of group) write.settle();
    this.#notify(bytes);
  }

  #cache(write: PendingWrite): void {
    let at = 0;
    let offset = write.baseOffset;
    for (const header of write.produced.headers) {
      const lastOffset = offset + header.lastOffsetDelta;
      const bytes = write.produced.bytes.subarray(at, at + header.sizeBytes);
      this.#environment.tailCache.add(this.#tail, { baseOffset: offset, lastOffset, bytes });
      offset = lastOffset + 1;
      at += header.sizeBytes;
    }
  }

  #fail(failure: BrokerError): void {
    this.#failure ??= failure;
    for (const write of this.#pending.splice(0)) write.fail(failure);
    this.#notify(0);
  }

  #notify(bytes: number): void {
    for (const watcher of this.#watchers) watcher.notify(bytes);
  }
}
