import { BATCH_HEADER_BYTES, readBatchHeader, verifyBatchCrc } from '@sluice/kafka';
import type { BatchHeader, Crc32c } from '@sluice/kafka';
import type { LogFile } from '../storage/log-backend.ts';

/** A batch in a file: its header, and its bytes at `start` of `bytes`, which are reused after the visit. */
export interface ScannedBatch {
  readonly header: BatchHeader;
  readonly bytes: Uint8Array;
  readonly start: number;
  readonly position: number;
}

export interface ScanResult {
  /** Where the last sound batch ends. */
  readonly position: number;
  /** Why the scan ended before `to`; undefined when it got there or the visitor stopped it. */
  readonly finding: string | undefined;
}

/** Batches above this size are taken for damage. */
const MAX_BATCH_BYTES = 256 * 1024 * 1024;
const CHUNK_BYTES = 1024 * 1024;

/**
 * Visits every whole batch in `[from, to)` of a log file, checksums verified, until the visitor returns false or a
 * batch is not sound.
 */
export async function scanBatches(
  file: LogFile,
  from: number,
  to: number,
  crc32c: Crc32c,
  visit: (batch: ScannedBatch) => boolean,
): Promise<ScanResult> {
  let buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, Math.max(BATCH_HEADER_BYTES, to - from)));
  let position = from;
  let held = 0; // bytes of the file at `position` that are in the buffer
  for (;;) {
    const wanted = Math.min(buffer.length, to - position);
    if (held < wanted) held += await file.read(buffer.subarray(held, wanted), position + held);
    let at = 0;
    let needed = BATCH_HEADER_BYTES;
    while (at + BATCH_HEADER_BYTES <= held) {
      const header = checkHeader(buffer, at);
      if (typeof header === 'string') return { position: position + at, finding: header };
      if (at + header.sizeBytes > held) {
        needed = header.sizeBytes;
        break;
      }
      const damage = verifyBatchCrc(buffer, at, header, crc32c);
      if (damage !== undefined) return { position: position + at, finding: damage.message };
      if (!visit({ header, bytes: buffer, start: at, position: position + at })) {
        return { position: position + at, finding: undefined };
      }
      at += header.sizeBytes;
    }
    position += at;
    if (position >= to) return { position, finding: undefined };
    if (to - position < needed) return { position, finding: `the file ends within a batch, ${to - position} bytes in` };
    buffer.copyWithin(0, at, held);
    held -= at;
    if (needed > buffer.length) {
      const bigger = Buffer.allocUnsafe(needed);
      buffer.copy(bigger, 0, 0, held);
      buffer = bigger;
    } else if (at === 0 && held >= Math.min(buffer.length, to - position)) {
      return { position, finding: 'the file cannot be read further' };
    }
  }
}

/** The header of the batch at `at`, of which at least the header is there; or what is wrong with it. */
export function checkHeader(bytes: Uint8Array, at: number): BatchHeader | string {
  const header = readBatchHeader(bytes, at);
  if (header.magic !== 2) return `magic ${header.magic} instead of 2`;
  if (header.sizeBytes < BATCH_HEADER_BYTES || header.sizeBytes > MAX_BATCH_BYTES) {
    return `batch length ${header.batchLength}`;
  }
  if (header.lastOffsetDelta < 0 || header.baseOffset < 0n)
    return `offsets ${header.baseOffset}+${header.lastOffsetDelta}`;
  return header;
}
