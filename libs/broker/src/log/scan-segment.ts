import { BATCH_HEADER_BYTES, readBatchHeader, verifyBatchCrc } from '@sluice/kafka';
import type { BatchHeader } from '@sluice/kafka';
import { BrokerError } from '../broker-error.ts';
import { checkHeader, scanBatches } from './batch-scan.ts';
import type { LogEnvironment } from './log-environment.ts';
import type { LogConfig } from './partition-log.ts';
import type { Segment } from './segment.ts';

interface ScanRange {
  /** Batches before it need not be looked at. */
  readonly scanFrom: number;
  /** Batches before it were on the disk: what is wrong there is damage, what is wrong after it a write torn by a crash. */
  readonly recoveryPoint: number;
  /** Of the batches before this segment. */
  readonly endOffset: number;
  /** Where the next segment begins; undefined when this is the last. */
  readonly nextBase: number | undefined;
}

interface Scan {
  readonly config: () => LogConfig;
  readonly environment: LogEnvironment;
  readonly onBatch: (header: BatchHeader) => void;
}

/**
 * Checks a segment's batches and completes its indexes. A torn end is cut off; damage of what was on the disk stays where
 * it is, is reported now and when it is read, and what is sound after it is kept.
 */
export async function scanSegment(
  segment: Segment,
  range: ScanRange,
  { config, environment, onBatch }: Scan,
): Promise<{ endOffset: number; isCut: boolean }> {
  const { crc32c, logger } = environment;
  const { log, readableBytes } = segment;
  const { recoveryPoint, nextBase } = range;
  const limit = nextBase ?? Infinity;
  const { indexIntervalBytes } = config();
  let { endOffset } = range;
  let from = await segment.resumeIndexes(range.scanFrom);
  let isAfterDamage = false;
  for (;;) {
    let isFirst = from > 0;
    const result = await scanBatches(log, from, readableBytes, crc32c, ({ header }) => {
      const baseOffset = Number(header.baseOffset);
      const lastOffset = baseOffset + header.lastOffsetDelta;
      // Checksums do not cover the offset. Nothing has been compacted yet out of the last segment or after the recovery
      // point, so that there offsets leave no gap.
      const isDense = !isFirst && (nextBase === undefined || endOffset >= recoveryPoint);
      if (baseOffset < endOffset || (isDense && baseOffset > endOffset) || lastOffset >= limit) return false;
      isFirst = false;
      const { maxTimestamp: maxTimestampMs, sizeBytes } = header;
      // An entry leads readers past the damage.
      segment.place({ lastOffset, maxTimestampMs, sizeBytes }, isAfterDamage ? -1 : indexIntervalBytes);
      isAfterDamage = false;
      onBatch(header);
      endOffset = lastOffset + 1;
      return true;
    });
    if (result.position >= readableBytes) return { endOffset, isCut: false };
    const reason = result.finding ?? `an offset other than ${endOffset}`;
    const place = { file: segment.path, position: result.position, reason };
    if (endOffset >= recoveryPoint) {
      const sound = await findSoundBatch(segment, result.position + 1, endOffset + 1, environment);
      if (sound !== undefined && environment.refusesDamage === true) throw refuse(place);
      if (sound !== undefined)
        logger.error({ ...place, from: endOffset }, 'damage before the end: what follows is lost');
      logger.warn({ ...place, cutBytes: readableBytes - result.position }, 'log cut');
      await log.truncate(result.position);
      segment.readableBytes = result.position;
      return { endOffset, isCut: true };
    }
    if (environment.refusesDamage === true) throw refuse(place);
    logger.error(place, 'damaged batch is not served');
    const next = await findSoundBatch(segment, result.position + 1, endOffset + 1, environment);
    if (next === undefined) {
      segment.sizeBytes = readableBytes;
      return { endOffset, isCut: false };
    }
    segment.sizeBytes = next.position;
    endOffset = next.baseOffset;
    from = next.position;
    isAfterDamage = true;
  }
}

function refuse({ file, position, reason }: { file: string; position: number; reason: string }): BrokerError {
  const remedy = 'restore it from a backup, or cut it there and do without what follows';
  return new BrokerError('storage', `${file} is damaged at byte ${position} (${reason}): ${remedy}`);
}

/** The first batch from `from` on, not too far away, with a sound checksum and an offset that can follow. */
async function findSoundBatch(
  { log, readableBytes }: Segment,
  from: number,
  minOffset: number,
  { crc32c }: LogEnvironment,
): Promise<{ position: number; baseOffset: number } | undefined> {
  const bytes = Buffer.allocUnsafeSlow(Math.min(readableBytes - from, MAX_SEARCH_BYTES));
  const held = await log.read(bytes, from);
  for (let at = 0; at + BATCH_HEADER_BYTES <= held; at++) {
    if (bytes[at + MAGIC_POSITION] !== 2) continue;
    const header = checkHeader(bytes, at);
    if (typeof header === 'string' || at + header.sizeBytes > held || header.baseOffset < minOffset) continue;
    if (verifyBatchCrc(bytes, at, header, crc32c) !== undefined) continue;
    return { position: from + at, baseOffset: Number(readBatchHeader(bytes, at).baseOffset) };
  }
  return undefined;
}

const MAGIC_POSITION = 16;
const MAX_SEARCH_BYTES = 64 * 1024 * 1024;
