import { BATCH_HEADER_BYTES, readBatchHeader, verifyBatchCrc } from '@sluice/kafka';
import type { BatchHeader } from '@sluice/kafka';
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
  highWatermark: () => number,
  environment: LogEnvironment,
): Promise<LogRead> {
  for (let i = findSegment(segments, offset); i < segments.length; i++) {
    const segment = segments[i];
    if (segment === undefined) break;
    // A consumer has gone on from there, and who comes later reads its indexes again.
    segments[i - 1]?.forgetIndexes();
    const endOffset = segments[i + 1]?.baseOffset ?? highWatermark();
    const read = await readSegment(segment, offset, maxBytes, atLeastOne, endOffset, environment);
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
  endOffset: number,
  environment: LogEnvironment,
): Promise<LogRead | undefined> {
  const end = segment.readableBytes;
  let position = await segment.positionOf(offset);
  let order: Order = { nextOffset: segment.baseOffset, epoch: -1 };
  let window = Math.max(0, maxBytes) + LOOK_AHEAD_BYTES;
  while (position + BATCH_HEADER_BYTES <= end) {
    const buffer = Buffer.allocUnsafeSlow(Math.min(window, end - position));
    const held = await segment.log.read(buffer, position);
    const isEnd = position + held >= end;
    let at = 0;
    while (at + BATCH_HEADER_BYTES <= held) {
      const header = checkHeader(buffer, at);
      const damage = typeof header === 'string' ? header : checkOrder(header, order, endOffset);
      if (typeof header === 'string' || damage !== undefined) {
        return reportDamage(segment, position + at, damage, environment);
      }
      if (lastOffsetOf(header) >= offset) {
        if (header.sizeBytes > maxBytes && !atLeastOne) return NOTHING;
        if (at + header.sizeBytes > held) break;
        const taken = takeBatches(buffer.subarray(0, held), at, maxBytes, order, isEnd, endOffset, environment);
        if (taken.damage !== undefined) reportDamage(segment, position + taken.end, taken.damage, environment);
        if (taken.to > at) return { error: 'NONE', records: buffer.subarray(at, taken.to) };
        if (taken.damage !== undefined) return DAMAGED;
        break;
      }
      order = follow(header);
      at += header.sizeBytes;
    }
    if (held < Math.min(window, end - position)) {
      return reportDamage(segment, position + held, 'the file is shorter than it was', environment);
    }
    if (at === 0) {
      // The one batch that is left to be read does not fit, or nothing that follows it.
      const header = checkHeader(buffer, 0);
      if (typeof header === 'string') return reportDamage(segment, position, header, environment);
      if (header.sizeBytes > end - position) {
        return reportDamage(segment, position, 'the batch is longer than its file', environment);
      }
      window = header.sizeBytes + BATCH_HEADER_BYTES;
    }
    position += at;
  }
  if (position < end) return reportDamage(segment, position, `${end - position} bytes are no batch`, environment);
  if (order.nextOffset < endOffset) segment.reportGap(order.nextOffset, endOffset);
  return undefined;
}

/** What a batch must have to stand after those before it: checksums cover neither offset nor epoch. */
interface Order {
  readonly nextOffset: number;
  readonly epoch: number;
}

function follow(header: BatchHeader): Order {
  return { nextOffset: lastOffsetOf(header) + 1, epoch: header.partitionLeaderEpoch };
}

function lastOffsetOf(header: BatchHeader): number {
  return Number(header.baseOffset) + header.lastOffsetDelta;
}

function checkOrder(header: BatchHeader, { nextOffset, epoch }: Order, endOffset: number): string | undefined {
  if (Number(header.baseOffset) < nextOffset) return `offset ${header.baseOffset} where ${nextOffset} was due`;
  if (lastOffsetOf(header) >= endOffset) return `offset ${lastOffsetOf(header)} in a segment that ends at ${endOffset}`;
  if (header.partitionLeaderEpoch < epoch) return `leader epoch ${header.partitionLeaderEpoch} after ${epoch}`;
  return undefined;
}

/**
 * The sound batches from `at` on that fit `maxBytes`, the first in any case: they end at `to`. Each is taken once the
 * header after it is seen, unless the segment ends there: an offset or epoch that is too high shows in what follows.
 */
function takeBatches(
  buffer: Uint8Array,
  at: number,
  maxBytes: number,
  before: Order,
  isEnd: boolean,
  endOffset: number,
  { crc32c }: LogEnvironment,
): { to: number; end: number; damage?: string } {
  let to = at;
  let order = before;
  let end = at;
  while (end + BATCH_HEADER_BYTES <= buffer.length) {
    const header = checkHeader(buffer, end);
    const { baseOffset, partitionLeaderEpoch } = typeof header === 'string' ? readBatchHeader(buffer, end) : header;
    if (Number(baseOffset) >= order.nextOffset && partitionLeaderEpoch >= order.epoch) to = end;
    const damage = typeof header === 'string' ? header : checkOrder(header, order, endOffset);
    if (typeof header === 'string' || damage !== undefined)
      return { to, end, ...(damage === undefined ? {} : { damage }) };
    const size = end + header.sizeBytes - at;
    if ((size > maxBytes && end > at) || at + size > buffer.length) return { to, end };
    const finding = verifyBatchCrc(buffer, end, header, crc32c);
    if (finding !== undefined) return { to, end, damage: finding.message };
    order = follow(header);
    end += header.sizeBytes;
  }
  return { to: isEnd ? end : to, end };
}

const DAMAGED: LogRead = { error: 'CORRUPT_MESSAGE', records: null };

function reportDamage(
  segment: Segment,
  position: number,
  reason: string | undefined,
  { logger }: LogEnvironment,
): LogRead {
  logger.error({ file: segment.path, position, reason }, 'damaged batch not served');
  return DAMAGED;
}
