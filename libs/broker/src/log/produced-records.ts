import { BATCH_HEADER_BYTES, readBatchHeader, setLogAppendTime, verifyBatch } from '@sluice/kafka';
import type { BatchHeader, Crc32c, ErrorName } from '@sluice/kafka';

/** Batches of one partition as a producer sent them, headers checked. Their offsets are set in place when appended. */
export interface ProducedRecords {
  readonly bytes: Uint8Array;
  readonly headers: readonly BatchHeader[];
}

export interface RefusedRecords {
  readonly error: ErrorName;
  readonly message: string;
}

export interface ProduceLimits {
  /** Of one batch: `max.message.bytes`. */
  readonly maxBatchBytes: number;
  readonly segmentBytes: number;
}

/**
 * Checks what Kafka's broker checks of every produced batch without looking at its records: whole, magic 2, checksum,
 * record count, size, compression, no control batch, a sequence when there is a producer id.
 */
export function checkProduced(
  bytes: Uint8Array | null,
  limits: ProduceLimits,
  crc32c: Crc32c,
): ProducedRecords | RefusedRecords {
  if (bytes === null || bytes.length === 0) return refuse('INVALID_RECORD', 'no record batch was sent');
  const headers: BatchHeader[] = [];
  for (let at = 0; at < bytes.length;) {
    if (bytes.length - at < BATCH_HEADER_BYTES) {
      return refuse('CORRUPT_MESSAGE', `${bytes.length - at} bytes at ${at} are no record batch`);
    }
    const header = readBatchHeader(bytes, at);
    const finding = checkBatch(bytes, at, header, limits, crc32c);
    if (finding !== undefined) return finding;
    headers.push(header);
    at += header.sizeBytes;
  }
  if (headers.length > 1 && headers.some((header) => header.producerId >= 0n)) {
    return refuse('INVALID_RECORD', 'an idempotent producer sends one batch a partition');
  }
  if (bytes.length > limits.segmentBytes) {
    return refuse('RECORD_LIST_TOO_LARGE', `${bytes.length} bytes are more than a segment's ${limits.segmentBytes}`);
  }
  return { bytes, headers };
}

function checkBatch(
  bytes: Uint8Array,
  at: number,
  header: BatchHeader,
  limits: ProduceLimits,
  crc32c: Crc32c,
): RefusedRecords | undefined {
  if (header.magic !== 2)
    return refuse('INVALID_RECORD', `record batches of magic ${header.magic} are not taken, only 2`);
  if (header.sizeBytes > limits.maxBatchBytes) {
    return refuse(
      'MESSAGE_TOO_LARGE',
      `the batch has ${header.sizeBytes} bytes, the topic takes ${limits.maxBatchBytes}`,
    );
  }
  const finding = verifyBatch(bytes, at, header, crc32c);
  if (finding !== undefined) return refuse(finding.error, finding.message);
  if (header.isControl) return refuse('INVALID_RECORD', 'clients may not write control batches');
  if (header.isTransactional && header.producerId < 0n) {
    return refuse('INVALID_RECORD', 'a transactional batch needs a producer id');
  }
  if (header.producerId >= 0n && (header.baseSequence < 0 || header.producerEpoch < 0)) {
    return refuse('INVALID_RECORD', `producer id ${header.producerId} without a sequence number and an epoch`);
  }
  return undefined;
}

function refuse(error: ErrorName, message: string): RefusedRecords {
  return { error, message };
}

/** Gives the batches the broker's time (LogAppendTime), in place and with their checksums. */
export function stampProduced(produced: ProducedRecords, timestampMs: bigint, crc32c: Crc32c): ProducedRecords {
  let at = 0;
  const headers = produced.headers.map((header) => {
    setLogAppendTime(produced.bytes, at, timestampMs, crc32c);
    at += header.sizeBytes;
    return { ...header, maxTimestamp: timestampMs };
  });
  return { bytes: produced.bytes, headers };
}
