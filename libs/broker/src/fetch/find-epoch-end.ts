import type { PartitionLog } from '../log/partition-log.ts';

/** The last epoch that has records and is not later than the one asked for, and the offset after its last record. */
export interface EpochEnd {
  readonly leaderEpoch: number;
  readonly endOffset: number;
}

/** Where the records of `leaderEpoch` end (KIP-101, KIP-320). Undefined when the epoch has not begun. */
export function findEpochEnd(
  { leaderEpochs, startOffset, highWatermark }: PartitionLog,
  leaderEpoch: number,
  currentEpoch: number,
): EpochEnd | undefined {
  if (leaderEpoch < 0 || leaderEpoch > currentEpoch) return undefined;
  if (leaderEpoch === currentEpoch) return { leaderEpoch, endOffset: highWatermark };
  const next = leaderEpochs.find(({ epoch }) => epoch > leaderEpoch);
  const found = leaderEpochs.findLast(({ epoch }) => epoch <= leaderEpoch);
  return {
    leaderEpoch: found?.epoch ?? leaderEpoch,
    endOffset: Math.max(startOffset, next?.startOffset ?? highWatermark),
  };
}
