import { BATCH_HEADER_BYTES, verifyBatchCrc } from '@sluice/kafka';
import { checkHeader } from './batch-scan.ts';
import type { LogEnvironment } from './log-environment.ts';
import type { LogRead } from './partition-log.ts';
import type { Segment } from './segment.ts';

/** What an index entry may be short of the batch looked for, so that one read mostly does. */
const LOOK_AHEAD_BYTES = 16 * 1024;
const NOTHING: LogRead = { error: 'NONE', records: new Uint8Array(0) };

/**
 * Reads whole batches from disk, from the one that holds `offset` on and of one segment; checksums are verified, so that
 * damage is reported (CORRUPT_MESSAGE) and never served.
 */
export async function readBatches(
  segments: readonly Segment[],
  offset: number,
  maxBytes: number,
  atLeastOne: boolean,
  environment: LogEnvironment,
): Promise<LogRead> {
  for (let i = findSegment(segments, offset); i < segments.length; i++) {
    const segment = segments[i];
    if (segment === undefined) break;
    // A consumer has gone on from there, and who comes later reads its indexes again.
    segments[i - 1]?.forgetIndexes();
    const read = await readSegment(segment, offset, maxBytes, atLeastOne, environment);
    if (read !== undefined) return read;
  }
  return NOTHING;
}

/** The last segment that starts at or before `offset`. */
export function findSegment(segments: readonly Segment[], offset: number): number {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((segments[middle]?.baseOffset ?? 0) <= offset) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

async function readSegment(
  segment: Segment,
  offset: number,
  maxBytes: number,
  atLeastOne: boolean,
  environment: LogEnvironment,
): Promise<LogRead | undefined> {
  const end = segment.readableBytes;
  let position = await segment.positionOf(offset);
  let window = Math.max(0, maxBytes) + LOOK_AHEAD_BYTES;
  while (position + BATCH_HEADER_BYTES <= end) {
    const buffer = Buffer.allocUnsafeSlow(Math.min(window, end - position));
    const held = await segment.log.read(buffer, position);
    let at = 0;
    while (at + BATCH_HEADER_BYTES <= held) {
      const header = checkHeader(buffer, at);
      if (typeof header === 'string') return reportDamage(segment, position + at, header, environment);
      if (Number(header.baseOffset) + header.lastOffsetDelta >= offset) {
        if (header.sizeBytes > maxBytes && !atLeastOne) return NOTHING;
        if (at + header.sizeBytes > held) break;
        return takeBatches(buffer, at, held, maxBytes, segment, position, environment);
      }
      at += header.sizeBytes;
    }
    if (held < Math.min(window, end - position)) {
      return reportDamage(segment, position + held, 'the file is shorter than it was', environment);
    }
    if (at === 0) {
      // The one batch that is left to be read does not fit.
      const header = checkHeader(buffer, 0);
      if (typeof header === 'string') return reportDamage(segment, position, header, environment);
      if (header.sizeBytes > end - position) {
        return reportDamage(segment, position, 'the batch is longer than its file', environment);
      }
      window = header.sizeBytes;
    }
    position += at;
  }
  return undefined;
}

/** The batches in `[at, held)` that are whole and fit `maxBytes`; the first in any case. */
function takeBatches(
  buffer: Uint8Array,
  at: number,
  held: number,
  maxBytes: number,
  segment: Segment,
  position: number,
  environment: LogEnvironment,
): LogRead {
  let to = at;
  while (to + BATCH_HEADER_BYTES <= held) {
    const header = checkHeader(buffer, to);
    const isWhole = typeof header !== 'string' && to + header.sizeBytes <= held;
    if (isWhole && to > at && to + header.sizeBytes - at > maxBytes) break;
    if (typeof header !== 'string' && !isWhole) break;
    const damage =
      typeof header === 'string' ? header : verifyBatchCrc(buffer, to, header, environment.crc32c)?.message;
    if (damage !== undefined) {
      const report = reportDamage(segment, position + to, damage, environment);
      if (to === at) return report;
      break;
    }
    to += typeof header === 'string' ? 0 : header.sizeBytes;
  }
  return { error: 'NONE', records: buffer.subarray(at, to) };
}

function reportDamage(segment: Segment, position: number, reason: string, { logger }: LogEnvironment): LogRead {
  logger.error(
    { directory: segment.directory, segment: segment.baseOffset, position, reason },
    'damaged batch not served',
  );
  return { error: 'CORRUPT_MESSAGE', records: null };
}
