import { readBatchHeader } from '@sluice/kafka';
import type { PartitionLog } from '../log/partition-log.ts';

/** The last epoch that has records and is not later than the one asked for, and the offset after its last record. */
export interface EpochEnd {
  readonly leaderEpoch: number;
  readonly endOffset: number;
}

/**
 * Where the records of `leaderEpoch` end (KIP-101, KIP-320). Epochs ascend with offsets, so a few batches are looked at,
 * however long the log is. Undefined when the epoch has not begun. Rejects when the log cannot be read.
 */
export async function findEpochEnd(
  log: PartitionLog,
  leaderEpoch: number,
  currentEpoch: number,
): Promise<EpochEnd | undefined> {
  if (leaderEpoch < 0 || leaderEpoch > currentEpoch) return undefined;
  if (leaderEpoch === currentEpoch) return { leaderEpoch, endOffset: log.highWatermark };
  let low = log.startOffset;
  let high = log.highWatermark;
  let found = leaderEpoch;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    const { epoch, baseOffset, endOffset } = await readEpoch(log, middle);
    if (epoch > leaderEpoch) {
      high = Math.min(middle, baseOffset);
    } else {
      low = endOffset;
      found = epoch;
    }
  }
  return { leaderEpoch: found, endOffset: Math.max(low, log.startOffset) };
}

async function readEpoch(
  log: PartitionLog,
  offset: number,
): Promise<{ epoch: number; baseOffset: number; endOffset: number }> {
  const { records, error } = await log.read(offset, 1, true);
  if (records === null || records.length === 0) throw new Error(`no batch at ${offset}: ${error}`);
  const { partitionLeaderEpoch, baseOffset, lastOffsetDelta } = readBatchHeader(records, 0);
  const first = Number(baseOffset);
  return { epoch: partitionLeaderEpoch, baseOffset: first, endOffset: first + lastOffsetDelta + 1 };
}
