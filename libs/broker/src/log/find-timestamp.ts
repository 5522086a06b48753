import { openRecords, readBatchBody } from '@sluice/kafka';
import type { BatchHeader } from '@sluice/kafka';
import { scanBatches } from './batch-scan.ts';
import type { ScannedBatch } from './batch-scan.ts';
import type { LogEnvironment } from './log-environment.ts';
import type { Segment } from './segment.ts';

export interface FoundTimestamp {
  readonly offset: number;
  readonly timestampMs: bigint;
  readonly leaderEpoch: number;
}

/** The first record, by offset, whose timestamp is at least `timestampMs`. */
export async function findTimestamp(
  segments: readonly Segment[],
  timestampMs: bigint,
  environment: LogEnvironment,
): Promise<FoundTimestamp | undefined> {
  for (const segment of segments) {
    if (segment.readableBytes === 0 || (await segment.greatestTimestampMs()) < timestampMs) continue;
    const from = await segment.positionOfTime(timestampMs);
    let found: FoundTimestamp | undefined;
    await scanBatches(segment.log, from, segment.readableBytes, environment.crc32c, (batch) => {
      if (batch.header.maxTimestamp < timestampMs || batch.header.isControl) return true;
      found = findInBatch(batch, (candidate) => candidate >= timestampMs, environment);
      return found === undefined;
    });
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The first record that has the greatest timestamp of all (KIP-734). */
export async function findGreatestTimestamp(
  segments: readonly Segment[],
  environment: LogEnvironment,
): Promise<FoundTimestamp | undefined> {
  let greatest = -1n;
  for (const segment of segments) {
    const inSegment = segment.readableBytes === 0 ? -1n : await segment.greatestTimestampMs();
    if (inSegment > greatest) greatest = inSegment;
  }
  return greatest < 0n ? undefined : findTimestamp(segments, greatest, environment);
}

function findInBatch(
  { header, bytes, start }: ScannedBatch,
  matches: (timestampMs: bigint) => boolean,
  { codecs, logger }: LogEnvironment,
): FoundTimestamp | undefined {
  const baseOffset = Number(header.baseOffset);
  const leaderEpoch = header.partitionLeaderEpoch;
  if (header.timestampType === 'LogAppendTime') {
    return matches(header.maxTimestamp)
      ? { offset: baseOffset, timestampMs: header.maxTimestamp, leaderEpoch }
      : undefined;
  }
  try {
    const cursor = openRecords(readBatchBody(bytes, start, header, codecs), header.recordsCount);
    while (cursor.next()) {
      const timestampMs = timestampOf(header, cursor.record.timestampDelta);
      if (matches(timestampMs)) return { offset: baseOffset + cursor.record.offsetDelta, timestampMs, leaderEpoch };
    }
  } catch (error) {
    // Unvalidated topics take bodies that nobody can decompress; their batch counts as its first record.
    logger.debug({ baseOffset, error: String(error) }, 'batch body not readable');
    return { offset: baseOffset, timestampMs: header.maxTimestamp, leaderEpoch };
  }
  return undefined;
}

function timestampOf(header: BatchHeader, delta: number): bigint {
  return header.baseTimestamp + BigInt(delta);
}
