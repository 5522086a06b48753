import { join } from 'node:path';
import { BrokerError } from '../broker-error.ts';
import type { LogEnvironment } from './partition-log.ts';
import { encodeProducerSnapshot } from './producer-snapshot.ts';
import type { ProducerStates } from './producer-states.ts';
import { Segment, segmentFileName } from './segment.ts';

/**
 * The segments of a partition, oldest first, of which the last is written to. Those before it are finished in the
 * background: indexes and producer snapshot written, the log on the disk itself; that moves the recovery point.
 */
export class SegmentChain {
  readonly #directory: string;
  readonly #environment: LogEnvironment;
  readonly #segments: Segment[];
  readonly #producers: ProducerStates;
  readonly #onRecoveryPoint: ((offset: number) => void) | undefined;
  /** A segment that takes no more batches, with the producers at its end; finished once all its batches are written. */
  readonly #unfinished = new Map<Segment, { end: number; snapshot: Uint8Array }>();
  /** Settles when the segments handed over so far are finished, in their order. */
  #finishing: Promise<void> = Promise.resolve();
  #recoveryPoint: number;

  constructor(
    directory: string,
    segments: Segment[],
    producers: ProducerStates,
    recoveryPoint: number,
    environment: LogEnvironment,
    onRecoveryPoint: ((offset: number) => void) | undefined,
  ) {
    this.#directory = directory;
    this.#segments = segments;
    this.#producers = producers;
    this.#recoveryPoint = recoveryPoint;
    this.#environment = environment;
    this.#onRecoveryPoint = onRecoveryPoint;
  }

  get active(): Segment {
    const segment = this.#segments.at(-1);
    if (segment === undefined) throw new BrokerError('storage', `${this.#directory} has no segment`);
    return segment;
  }

  get startOffset(): number {
    return this.#segments[0]?.baseOffset ?? 0;
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
    const { backend, crc32c } = this.#environment;
    const next = new Segment(backend, this.#directory, endOffset, crc32c);
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
        await finished.log.sync();
        this.#advanceRecoveryPoint(end);
      };
      // A reader or the next start makes what is missing, so the partition goes on.
      this.#finishing = this.#finishing.then(finish).catch((error: unknown) => {
        const { logger } = this.#environment;
        logger.warn({ directory: this.#directory, error: String(error) }, 'segment not finished');
      });
    }
  }

  /** Removes, oldest first, the segments that hold nothing at or after `offset`. */
  async dropBefore(offset: number): Promise<void> {
    for (let next = this.#segments[1]; next !== undefined && next.baseOffset <= offset; next = this.#segments[1]) {
      const dropped = this.#segments.shift();
      await dropped?.remove();
    }
  }

  /** Removes the oldest segments that `maxBytes` can be kept without. */
  async dropBeyond(maxBytes: number): Promise<void> {
    let bytes = this.sizeBytes;
    let keepFrom = this.startOffset;
    for (let i = 0; i + 1 < this.#segments.length; i++) {
      bytes -= this.#segments[i]?.readableBytes ?? 0;
      if (bytes < maxBytes) break;
      keepFrom = this.#segments[i + 1]?.baseOffset ?? keepFrom;
    }
    await this.dropBefore(keepFrom);
  }

  /** Brings everything before `endOffset` to the disk itself. */
  async sync(endOffset: number): Promise<void> {
    await this.#finishing;
    for (let i = 0; i < this.#segments.length; i++) {
      const segment = this.#segments[i];
      const end = this.#segments[i + 1]?.baseOffset ?? Infinity;
      if (segment !== undefined && segment.readableBytes > 0 && end > this.#recoveryPoint) await segment.log.sync();
    }
    await this.#environment.backend.syncDirectory(this.#directory);
    this.#advanceRecoveryPoint(endOffset);
  }

  /** Leaves the files so that the next opening has nothing to check; without `endOffset`, as they are. */
  async close(endOffset: number | undefined): Promise<void> {
    await this.#finishing;
    if (endOffset !== undefined && this.#recoveryPoint < endOffset) {
      await this.active.writeIndexes();
      await this.#writeSnapshot(endOffset, encodeProducerSnapshot(this.#producers, this.#environment.crc32c));
      await this.sync(endOffset);
    }
    for (const segment of this.#segments) await segment.log.close();
  }

  async #writeSnapshot(offset: number, bytes: Uint8Array): Promise<void> {
    await this.#environment.backend.replaceFile(join(this.#directory, segmentFileName(offset, '.snapshot')), bytes);
  }

  #advanceRecoveryPoint(offset: number): void {
    if (offset <= this.#recoveryPoint) return;
    this.#recoveryPoint = offset;
    this.#onRecoveryPoint?.(offset);
  }
}
