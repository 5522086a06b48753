import { join } from 'node:path';
import { BrokerError } from '../broker-error.ts';
import type { EpochEntry, LeaderEpochs } from './leader-epochs.ts';
import type { LogEnvironment } from './log-environment.ts';
import type { PartitionCheckpoints } from './offset-checkpoint.ts';
import { encodeProducerSnapshot } from './producer-snapshot.ts';
import type { ProducerStates } from './producer-states.ts';
import type { RecoveredLog } from './recover-log.ts';
import { Segment, segmentFileName } from './segment.ts';

/** `retention.ms` and `retention.bytes`, -1 for no bound, and the time that the age of a record is counted to. */
export interface RetentionPolicy {
  readonly retentionMs: number;
  readonly retentionBytes: number;
  readonly nowMs: number;
}

/**
 * The segments of a partition, oldest first, of which the last is written to. Those before it are finished in the
 * background: indexes and producer snapshot written, the log on the disk itself; that moves the recovery point.
 */
export class SegmentChain {
  readonly #directory: string;
  readonly #environment: LogEnvironment;
  readonly #segments: Segment[];
  readonly #producers: ProducerStates;
  readonly #checkpoints: PartitionCheckpoints;
  readonly #epochs: LeaderEpochs;
  /** A segment that takes no more batches, with the producers at its end; finished once all its batches are written. */
  readonly #unfinished = new Map<Segment, { end: number; snapshot: Uint8Array }>();
  /** Settles when the segments handed over so far are finished, in their order. */
  #finishing: Promise<void> = Promise.resolve();
  /** Settles when what was begun to be removed is gone: one removal at a time. */
  #dropping: Promise<unknown> = Promise.resolve();
  #recoveryPoint: number;
  #startOffset: number;

  constructor(
    directory: string,
    { segments, producers, epochs }: Pick<RecoveredLog, 'segments' | 'producers' | 'epochs'>,
    environment: LogEnvironment,
    checkpoints: PartitionCheckpoints,
  ) {
    this.#directory = directory;
    this.#segments = segments;
    this.#producers = producers;
    this.#epochs = epochs;
    this.#environment = environment;
    this.#checkpoints = checkpoints;
    this.#recoveryPoint = checkpoints.recoveryPoint;
    this.#startOffset = checkpoints.startOffset;
  }

  get active(): Segment {
    const segment = this.#segments.at(-1);
    if (segment === undefined) throw new BrokerError('storage', `${this.#directory} has no segment`);
    return segment;
  }

  get startOffset(): number {
    return Math.max(this.#startOffset, this.#segments[0]?.baseOffset ?? 0);
  }

  /** Which leader wrote what, in the order of offsets. */
  get leaderEpochs(): readonly EpochEntry[] {
    return this.#epochs.list();
  }

  get sizeBytes(): number {
    return this.#segments.reduce((total, segment) => total + segment.readableBytes, 0);
  }

  /** As they are now: those that are dropped later stay in the list. */
  list(): readonly Segment[] {
    return [...this.#segments];
  }

  /** Makes a new segment at `endOffset` the active one, unless the active one is empty. */
  begin(endOffset: number): Segment {
    const { active } = this;
    if (active.sizeBytes === 0) return active;
    const { crc32c } = this.#environment;
    const next = new Segment(this.#environment, this.#directory, endOffset);
    next.startIndexes();
    this.#segments.push(next);
    this.#unfinished.set(active, { end: endOffset, snapshot: encodeProducerSnapshot(this.#producers, crc32c) });
    return next;
  }

  /** To be called before the first batch of `segment` is written: nothing will be written to those before it. */
  finishBefore(segment: Segment): void {
    for (const [finished, { end, snapshot }] of this.#unfinished) {
      if (finished.baseOffset >= segment.baseOffset) return;
      this.#unfinished.delete(finished);
      const finish = async (): Promise<void> => {
        await finished.writeIndexes();
        finished.forgetIndexes();
        await this.#writeSnapshot(end, snapshot);
        await this.#epochs.store();
        await finished.log.sync();
        this.#advanceRecoveryPoint(end);
      };
      // A reader or the next start makes what is missing, so the partition goes on.
      this.#finishing = this.#finishing
        .then(finish)
        .catch((error: unknown) => this.#warn(error, 'segment not finished'));
    }
  }

  /**
   * Makes `offset` the first one there is, if it is later than now, and removes the segments that hold nothing from it
   * on. It is on the disk before any of them goes, so that none comes back after loss of power.
   */
  raiseStart(offset: number, endOffset: () => number): Promise<number> {
    return this.#inTurn(() => this.#raiseStart(offset, endOffset));
  }

  /** Removes the oldest segments that the policy does not ask to keep; none with anything from `highWatermark` on. */
  retain(policy: RetentionPolicy, highWatermark: () => number, endOffset: () => number): Promise<number> {
    return this.#inTurn(async () => {
      const from = await this.#findRetained(policy, highWatermark(), endOffset);
      return this.#raiseStart(from, endOffset);
    });
  }

  async #raiseStart(offset: number, endOffset: () => number): Promise<number> {
    if (offset >= endOffset() && this.active.sizeBytes > 0 && this.active.baseOffset < offset) {
      const next = this.begin(offset);
      // Nothing may ever be written to it, and a directory without a segment starts at 0 again.
      await next.log.write([], 0);
      await this.#environment.backend.syncDirectory(this.#directory);
      next.named = true;
      this.finishBefore(next);
    }
    if (offset > this.startOffset) await this.#checkpoints.putStartOffset(offset);
    this.#startOffset = Math.max(this.#startOffset, offset);
    this.#epochs.raiseStart(this.startOffset);
    this.#storeEpochs();
    await this.#finishing;
    for (let next = this.#segments[1]; next !== undefined && next.baseOffset <= offset; next = this.#segments[1]) {
      const dropped = this.#segments.shift();
      await dropped?.remove();
    }
    return this.startOffset;
  }

  async #findRetained(policy: RetentionPolicy, highWatermark: number, endOffset: () => number): Promise<number> {
    const { retentionBytes, retentionMs, nowMs } = policy;
    const oldestMs = BigInt(Math.floor(nowMs - retentionMs));
    let bytes = this.sizeBytes;
    let from = this.startOffset;
    for (const [i, segment] of this.list().entries()) {
      if (segment.readableBytes === 0) break;
      const isTooMuch = retentionBytes >= 0 && bytes - segment.readableBytes >= retentionBytes;
      const greatestMs = retentionMs >= 0 && !isTooMuch ? await segment.greatestTimestampMs() : -1n;
      const end = this.#segments[i + 1]?.baseOffset ?? endOffset();
      if (end > highWatermark || !(isTooMuch || (greatestMs >= 0n && greatestMs < oldestMs))) break;
      bytes -= segment.readableBytes;
      from = Math.max(from, end);
    }
    return from;
  }

  #inTurn<Result>(work: () => Promise<Result>): Promise<Result> {
    const result = this.#dropping.then(work);
    this.#dropping = result.catch(() => undefined);
    return result;
  }

  /** Enters the epoch that batches from `offset` on have; the file follows before the recovery point passes it. */
  assignEpoch(epoch: number, offset: number): void {
    if (epoch <= (this.#epochs.last?.epoch ?? -1)) return;
    this.#epochs.assign(epoch, offset);
    this.#storeEpochs();
  }

  /** Brings everything before `endOffset` to the disk itself. */
  async sync(endOffset: number): Promise<void> {
    await this.#finishing;
    for (let i = 0; i < this.#segments.length; i++) {
      const segment = this.#segments[i];
      const end = this.#segments[i + 1]?.baseOffset ?? Infinity;
      if (segment !== undefined && segment.readableBytes > 0 && end > this.#recoveryPoint) await segment.log.sync();
    }
    await this.#epochs.store();
    await this.#environment.backend.syncDirectory(this.#directory);
    this.#advanceRecoveryPoint(endOffset);
  }

  /** Leaves the files so that the next opening has nothing to check; without `endOffset`, as they are. */
  async close(endOffset: number | undefined): Promise<void> {
    await this.#dropping;
    await this.#finishing;
    if (endOffset !== undefined && this.#recoveryPoint < endOffset) {
      await this.active.writeIndexes();
      if (this.#producers.size > 0)
        await this.#writeSnapshot(endOffset, encodeProducerSnapshot(this.#producers, this.#environment.crc32c));
      await this.sync(endOffset);
    }
    for (const segment of this.#segments) await segment.log.close();
  }

  #storeEpochs(): void {
    const store = (): Promise<void> => this.#epochs.store();
    this.#finishing = this.#finishing.then(store).catch((error: unknown) => this.#warn(error, 'epochs not stored'));
  }

  #warn(error: unknown, message: string): void {
    this.#environment.logger.warn({ directory: this.#directory, error: String(error) }, message);
  }

  async #writeSnapshot(offset: number, bytes: Uint8Array): Promise<void> {
    await this.#environment.backend.replaceFile(join(this.#directory, segmentFileName(offset, '.snapshot')), bytes);
  }

  #advanceRecoveryPoint(offset: number): void {
    if (offset <= this.#recoveryPoint) return;
    this.#recoveryPoint = offset;
    this.#checkpoints.noteRecoveryPoint(offset);
  }
}
