import type { Clock } from './retry.ts';
import type { IncomingRecord, PartitionBatch } from './transport.ts';

export interface RunBatchOptions {
  /** Records of different keys that may be handled at once; those of one key are in order. */
  readonly concurrency: number;
  /** Resolves to false when it gave up because of a stop. Rejects when the consumer must stop. */
  readonly handle: (record: IncomingRecord) => Promise<boolean>;
  /** No further record is begun when this is true. */
  readonly isStopped: () => boolean;
  readonly commitIntervalMs: number;
  readonly clock: Clock;
}

/**
 * Handles the records of a batch and commits up to the first that was not handled: at the end, and now and then before.
 * Rejects with the first failure, after what was in flight has ended and what can be committed is.
 */
export async function runBatch(batch: PartitionBatch, options: RunBatchOptions): Promise<void> {
  const { records } = batch;
  const { concurrency, handle, isStopped, commitIntervalMs, clock } = options;
  const done = new Set<number>();
  let frontier = 0;
  let committed = 0;
  let committedAt = clock.now();
  let committing: Promise<void> | undefined;
  const failures: unknown[] = [];

  function commit(): Promise<void> {
    const last = records[frontier - 1];
    if (last === undefined || frontier === committed) return Promise.resolve();
    committed = frontier;
    committedAt = clock.now();
    return batch.commit(last.offset + 1n);
  }

  function noteDone(index: number): void {
    done.add(index);
    while (done.delete(frontier)) frontier++;
    if (committing !== undefined || clock.now() - committedAt < commitIntervalMs) return;
    committing = commit()
      .catch((error: unknown) => void failures.push(error))
      .finally(() => (committing = undefined));
  }

  async function runLane(lane: readonly number[]): Promise<void> {
    for (const index of lane) {
      const record = records[index];
      if (record === undefined || isStopped() || failures.length > 0 || !batch.isOwned()) return;
      try {
        if (!(await handle(record))) return;
      } catch (error) {
        failures.push(error);
        return;
      }
      noteDone(index);
    }
  }

  await Promise.all(splitByKey(records, concurrency).map(runLane));
  await committing;
  try {
    await commit();
  } catch (error) {
    failures.push(error);
  }
  if (failures.length > 0) throw failures[0];
}

/** The places of records in lanes: all of one key in one lane, in order. */
function splitByKey(records: readonly IncomingRecord[], lanes: number): readonly (readonly number[])[] {
  if (lanes <= 1) return [records.map((_, index) => index)];
  const result: number[][] = Array.from({ length: lanes }, () => []);
  for (const [index, { key }] of records.entries()) {
    result[key === null ? index % lanes : hash(key) % lanes]?.push(index);
  }
  return result;
}

/** FNV-1a. */
function hash(bytes: Uint8Array): number {
  let value = 0x811c9dc5;
  for (const byte of bytes) value = Math.imul(value ^ byte, 0x01000193);
  return value >>> 0;
}
