import { join } from 'node:path';
import { BATCH_HEADER_BYTES } from '@sluice/kafka';
import { BrokerError } from '../broker-error.ts';
import { checkHeader, scanBatches } from './batch-scan.ts';
import { LeaderEpochs } from './leader-epochs.ts';
import type { LogEnvironment } from './log-environment.ts';
import type { PartitionCheckpoints } from './offset-checkpoint.ts';
import type { LogConfig } from './partition-log.ts';
import { decodeProducerSnapshot } from './producer-snapshot.ts';
import { lastSequenceOf, ProducerStates } from './producer-states.ts';
import { scanSegment } from './scan-segment.ts';
import { parseSegmentFileName, Segment, segmentFileName } from './segment.ts';

const SNAPSHOTS_KEPT = 2;

export interface RecoveredLog {
  readonly segments: Segment[];
  readonly producers: ProducerStates;
  readonly epochs: LeaderEpochs;
  readonly endOffset: number;
}

/**
 * Reads a partition's directory. What lies before `recoveryPoint` was on the disk itself when that was noted and is not
 * looked at without need; the rest is checked batch by batch, and cut off from the first one that is not whole. Producers
 * come from the latest snapshot and the batches after it.
 */
export async function recoverLog(
  directory: string,
  config: () => LogConfig,
  checkpoints: PartitionCheckpoints,
  environment: LogEnvironment,
): Promise<RecoveredLog> {
  const { backend, logger } = environment;
  const { recoveryPoint } = checkpoints;
  await backend.createDirectory(directory);
  const names = await backend.list(directory);
  const segments = await listSegments(names, directory, environment);
  const { epochs, isWhole } = await LeaderEpochs.open(directory, environment);
  if (!checkpoints.isStartKnown) await checkpoints.putStartOffset(epochs.list()[0]?.startOffset ?? 0);
  const { startOffset } = checkpoints;
  const last = segments.at(-1);
  if (last === undefined) {
    const endOffset = Math.max(startOffset, recoveryPoint);
    if (endOffset > startOffset)
      reportMissing(join(directory, segmentFileName(startOffset, '.log')), startOffset, endOffset, environment);
    const first = await beginSegment(directory, endOffset, environment);
    epochs.truncate(0);
    return { segments: [first], producers: new ProducerStates(), epochs, endOffset };
  }
  await removeDeleted(segments, startOffset);
  const snapshot = await readSnapshot(names, directory, recoveryPoint, environment);
  const producers = snapshot?.producers ?? new ProducerStates();
  // Without a producer there is no snapshot; but one that cannot be read had some.
  const isSnapshotLost = names.some((name) => (parseSegmentFileName(name, '.snapshot') ?? Infinity) <= recoveryPoint);
  const scanFrom = Math.min(snapshot?.offset ?? (isSnapshotLost ? 0 : recoveryPoint), recoveryPoint);
  if (isWhole) epochs.truncate(recoveryPoint);
  else await readEpochs(segments, scanFrom, epochs, environment);
  let endOffset = last.baseOffset;
  for (let i = 0; i < segments.length; i++) {
    const segment = segments[i];
    if (segment === undefined) break;
    const nextBase = segments[i + 1]?.baseOffset;
    if (nextBase !== undefined && nextBase <= scanFrom) continue;
    endOffset = segment.baseOffset;
    await readFirstTimestamp(segment);
    const found = await scanSegment(
      segment,
      { scanFrom, recoveryPoint, endOffset, nextBase },
      {
        config,
        environment,
        onBatch(header) {
          const baseOffset = Number(header.baseOffset);
          epochs.assign(header.partitionLeaderEpoch, baseOffset);
          if (header.producerId < 0n || header.isControl || baseOffset < (snapshot?.offset ?? 0)) return;
          const lastSequence = lastSequenceOf(header.baseSequence, header.recordsCount);
          const lastOffset = baseOffset + header.lastOffsetDelta;
          const batch = { baseSequence: header.baseSequence, lastSequence, baseOffset, lastOffset };
          producers.record(header.producerId, header.producerEpoch, { ...batch, timestampMs: header.maxTimestamp });
        },
      },
    );
    endOffset = found.endOffset;
    if (endOffset < Math.min(recoveryPoint, nextBase ?? recoveryPoint)) {
      // It was there: its offsets are not given to other records.
      const to = Math.min(recoveryPoint, nextBase ?? recoveryPoint);
      reportMissing(segment.path, endOffset, to, environment);
      if (nextBase !== undefined) continue;
      endOffset = recoveryPoint;
      segments.push(await beginSegment(directory, recoveryPoint, environment));
      break;
    }
    if (found.isCut) {
      for (const later of segments.splice(i + 1)) {
        logger.error({ file: later.path }, 'segment after damage removed');
        await later.remove();
      }
      break;
    }
    if (nextBase !== undefined) await segment.writeIndexes();
  }
  if (endOffset < startOffset) {
    // What came after the deleted records did not survive.
    for (const segment of segments.splice(0)) await segment.remove();
    endOffset = startOffset;
    segments.push(await beginSegment(directory, startOffset, environment));
  }
  if (environment.durability === 'fsync') await syncSegments(directory, segments, recoveryPoint, environment);
  await removeStaleSnapshots(names, directory, endOffset, environment);
  epochs.truncate(endOffset);
  epochs.raiseStart(Math.max(startOffset, segments[0]?.baseOffset ?? 0));
  return { segments, producers, epochs, endOffset };
}

async function listSegments(
  names: readonly string[],
  directory: string,
  environment: LogEnvironment,
): Promise<Segment[]> {
  const segments: Segment[] = [];
  for (const name of names) {
    const baseOffset = parseSegmentFileName(name, '.log');
    if (baseOffset === undefined) continue;
    const segment = new Segment(environment, directory, baseOffset);
    segment.sizeBytes = await segment.log.size();
    segment.readableBytes = segment.sizeBytes;
    segment.named = true;
    segments.push(segment);
  }
  return segments;
}

/** Those of the segments that need no other look, from their batches. */
async function readEpochs(
  segments: readonly Segment[],
  scanFrom: number,
  epochs: LeaderEpochs,
  { crc32c }: LogEnvironment,
): Promise<void> {
  for (const { log, readableBytes, baseOffset } of segments) {
    if (baseOffset >= scanFrom) return;
    await scanBatches(log, 0, readableBytes, crc32c, ({ header }) => {
      epochs.assign(header.partitionLeaderEpoch, Number(header.baseOffset));
      return true;
    });
  }
}

/** The file is made at once where its name is all that tells the first offset. */
async function beginSegment(directory: string, baseOffset: number, environment: LogEnvironment): Promise<Segment> {
  const segment = new Segment(environment, directory, baseOffset);
  segment.startIndexes();
  if (baseOffset > 0) await segment.log.write([], 0);
  return segment;
}

/** What is found may be there only in memory, and is acknowledged if it is sent again. */
async function syncSegments(
  directory: string,
  segments: readonly Segment[],
  recoveryPoint: number,
  { backend }: LogEnvironment,
): Promise<void> {
  const unsynced = segments.filter((segment, i) => {
    return segment.readableBytes > 0 && (segments[i + 1]?.baseOffset ?? Infinity) > recoveryPoint;
  });
  for (const segment of unsynced) await segment.log.sync();
  await backend.syncDirectory(directory);
}

function reportMissing(
  file: string,
  from: number,
  to: number,
  { logger, refusesDamage }: Pick<LogEnvironment, 'logger' | 'refusesDamage'>,
): void {
  if (refusesDamage === true) {
    throw new BrokerError('storage', `${file}: records ${from} to ${to - 1} are missing; restore it from a backup`);
  }
  logger.error({ file, from, to }, 'records that were stored are missing');
}

/** What was to be removed when the process died: segments that hold nothing from `startOffset` on. */
async function removeDeleted(segments: Segment[], startOffset: number): Promise<void> {
  for (let next = segments[1]; next !== undefined && next.baseOffset <= startOffset; next = segments[1]) {
    await segments.shift()?.remove();
  }
}

async function readFirstTimestamp(segment: Segment): Promise<void> {
  if (segment.readableBytes < BATCH_HEADER_BYTES) return;
  const head = new Uint8Array(BATCH_HEADER_BYTES);
  await segment.log.read(head, 0);
  const header = checkHeader(head, 0);
  if (typeof header !== 'string') segment.firstTimestampMs = header.maxTimestamp;
}

async function readSnapshot(
  names: readonly string[],
  directory: string,
  recoveryPoint: number,
  { backend, crc32c, logger }: LogEnvironment,
): Promise<{ offset: number; producers: ProducerStates } | undefined> {
  for (const name of names.toReversed()) {
    const offset = parseSegmentFileName(name, '.snapshot');
    if (offset === undefined || offset > recoveryPoint) continue;
    const bytes = await backend.readFile(join(directory, name));
    const producers = bytes && decodeProducerSnapshot(bytes, crc32c);
    if (producers !== undefined) return { offset, producers };
    logger.error({ file: join(directory, name) }, 'producer snapshot is damaged, an earlier one is used');
  }
  return undefined;
}

/** Keeps the last two at or before the end: a later one tells of batches that were cut off. */
async function removeStaleSnapshots(
  names: readonly string[],
  directory: string,
  endOffset: number,
  { backend }: LogEnvironment,
): Promise<void> {
  const offsets = names.flatMap((name) => parseSegmentFileName(name, '.snapshot') ?? []);
  const kept = offsets.filter((offset) => offset <= endOffset).slice(-SNAPSHOTS_KEPT);
  for (const offset of offsets) {
    if (!kept.includes(offset)) await backend.remove(join(directory, segmentFileName(offset, '.snapshot')));
  }
}
