import { KafkaError } from '../error.ts';
import type { ErrorName } from '../error-codes.ts';
import { COMPRESSIONS, type Compression, type Crc32c } from './codecs.ts';

/** Size of the header of a record batch, magic 2 (KIP-98). */
export const BATCH_HEADER_BYTES = 61;

/** `baseOffset` and `batchLength`, which `batchLength` itself does not count. */
const LOG_OVERHEAD_BYTES = 12;
const AT = {
  baseOffset: 0,
  batchLength: 8,
  partitionLeaderEpoch: 12,
  magic: 16,
  crc: 17,
  attributes: 21,
  lastOffsetDelta: 23,
  baseTimestamp: 27,
  maxTimestamp: 35,
  producerId: 43,
  producerEpoch: 51,
  baseSequence: 53,
  recordsCount: 57,
} as const;
const TIMESTAMP_TYPE_BIT = 0x08;
const TRANSACTIONAL_BIT = 0x10;
const CONTROL_BIT = 0x20;

/** The header of a record batch (magic 2, KIP-98), with what its attributes say. Timestamps are in ms since 1970. */
export interface BatchHeader {
  readonly baseOffset: bigint;
  /** Bytes after this field. */
  readonly batchLength: number;
  readonly partitionLeaderEpoch: number;
  readonly magic: number;
  readonly crc: number;
  readonly attributes: number;
  readonly lastOffsetDelta: number;
  readonly baseTimestamp: bigint;
  readonly maxTimestamp: bigint;
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly baseSequence: number;
  readonly recordsCount: number;
  /** The whole batch, header included. */
  readonly sizeBytes: number;
  /** Undefined when the attributes name none that is known. */
  readonly compression: Compression | undefined;
  readonly isTransactional: boolean;
  readonly isControl: boolean;
  readonly timestampType: 'CreateTime' | 'LogAppendTime';
}

/** Why a batch is not acceptable, and the protocol error that says so. */
export interface BatchFinding {
  readonly kind: 'truncated' | 'size' | 'magic' | 'attributes' | 'count' | 'crc';
  /** Where the batch starts. */
  readonly offset: number;
  readonly error: ErrorName;
  readonly message: string;
}

/** Reads the header at `offset`; checks nothing but that 61 bytes are there (KafkaError otherwise). */
export function readBatchHeader(bytes: Uint8Array, offset: number): BatchHeader {
  if (offset < 0 || offset + BATCH_HEADER_BYTES > bytes.length) {
    throw new KafkaError(`a batch header takes ${BATCH_HEADER_BYTES} bytes, ${bytes.length - offset} are left`, {
      offset,
      error: 'CORRUPT_MESSAGE',
    });
  }
  const view = viewOf(bytes, offset);
  const batchLength = view.getInt32(AT.batchLength);
  const attributes = view.getInt16(AT.attributes);
  return {
    baseOffset: view.getBigInt64(AT.baseOffset),
    batchLength,
    partitionLeaderEpoch: view.getInt32(AT.partitionLeaderEpoch),
    magic: view.getInt8(AT.magic),
    crc: view.getUint32(AT.crc),
    attributes,
    lastOffsetDelta: view.getInt32(AT.lastOffsetDelta),
    baseTimestamp: view.getBigInt64(AT.baseTimestamp),
    maxTimestamp: view.getBigInt64(AT.maxTimestamp),
    producerId: view.getBigInt64(AT.producerId),
    producerEpoch: view.getInt16(AT.producerEpoch),
    baseSequence: view.getInt32(AT.baseSequence),
    recordsCount: view.getInt32(AT.recordsCount),
    sizeBytes: batchLength + LOG_OVERHEAD_BYTES,
    compression: COMPRESSIONS[attributes & 0x07],
    isTransactional: (attributes & TRANSACTIONAL_BIT) !== 0,
    isControl: (attributes & CONTROL_BIT) !== 0,
    timestampType: (attributes & TIMESTAMP_TYPE_BIT) === 0 ? 'CreateTime' : 'LogAppendTime',
  };
}

/**
 * What a batch from a producer must hold whatever its records are: it is there as a whole, magic 2, a known compression,
 * as many records as its offsets span and at least one, and the CRC is that of its bytes.
 */
export function verifyBatch(
  bytes: Uint8Array,
  offset: number,
  header: BatchHeader,
  crc32c: Crc32c,
): BatchFinding | undefined {
  const { magic, recordsCount, lastOffsetDelta } = header;
  const sizeFinding = checkSize(bytes, offset, header.batchLength);
  if (sizeFinding !== undefined) return sizeFinding;
  if (magic !== 2) {
    const message = `batch has magic ${magic}, only magic 2 is served`;
    return { kind: 'magic', offset, error: 'INVALID_RECORD', message };
  }
  if (header.compression === undefined) {
    const message = `batch names compression ${header.attributes & 0x07}, which is unknown`;
    return { kind: 'attributes', offset, error: 'UNSUPPORTED_COMPRESSION_TYPE', message };
  }
  if (recordsCount < 1 || recordsCount !== lastOffsetDelta + 1) {
    const message = `batch counts ${recordsCount} records but its last offset delta is ${lastOffsetDelta}`;
    return { kind: 'count', offset, error: 'INVALID_RECORD', message };
  }
  return verifyBatchCrc(bytes, offset, header, crc32c);
}

/** The CRC alone, for batches whose count may be smaller than their span: a log's, after compaction. */
export function verifyBatchCrc(
  bytes: Uint8Array,
  offset: number,
  header: BatchHeader,
  crc32c: Crc32c,
): BatchFinding | undefined {
  const sizeFinding = checkSize(bytes, offset, header.batchLength);
  if (sizeFinding !== undefined) return sizeFinding;
  const found = computeBatchCrc(bytes, offset, header.sizeBytes, crc32c);
  if (found === header.crc) return undefined;
  const message = `batch says CRC-32C ${header.crc}, its bytes have ${found}`;
  return { kind: 'crc', offset, error: 'CORRUPT_MESSAGE', message };
}

/**
 * Visits the batches of a `records` blob one after the other. The visitor may return false to stop. Gives a finding when
 * what follows is no whole batch: `truncated` when it is cut short, as the last one of a fetch may be.
 */
export function walkBatches(
  bytes: Uint8Array,
  visit: (header: BatchHeader, offset: number) => boolean | void,
): BatchFinding | undefined {
  let offset = 0;
  while (offset < bytes.length) {
    if (bytes.length - offset < BATCH_HEADER_BYTES) return truncated(offset, BATCH_HEADER_BYTES, bytes.length);
    const header = readBatchHeader(bytes, offset);
    const finding = checkSize(bytes, offset, header.batchLength);
    if (finding !== undefined) return finding;
    if (visit(header, offset) === false) return undefined;
    offset += header.sizeBytes;
  }
  return undefined;
}

/** Sets the offset of the batch's first record in place; the CRC does not cover it. */
export function setBaseOffset(bytes: Uint8Array, offset: number, baseOffset: bigint): void {
  viewOf(bytes, offset).setBigInt64(AT.baseOffset, baseOffset);
}

/** Sets the leader epoch in place; the CRC does not cover it. */
export function setPartitionLeaderEpoch(bytes: Uint8Array, offset: number, leaderEpoch: number): void {
  viewOf(bytes, offset).setInt32(AT.partitionLeaderEpoch, leaderEpoch);
}

/** Makes it a LogAppendTime batch of this time (ms since 1970) in place, with its CRC; the records keep their deltas. */
export function setLogAppendTime(bytes: Uint8Array, offset: number, timestamp: bigint, crc32c: Crc32c): void {
  const view = viewOf(bytes, offset);
  view.setInt16(AT.attributes, view.getInt16(AT.attributes) | TIMESTAMP_TYPE_BIT);
  view.setBigInt64(AT.maxTimestamp, timestamp);
  const sizeBytes = view.getInt32(AT.batchLength) + LOG_OVERHEAD_BYTES;
  view.setUint32(AT.crc, computeBatchCrc(bytes, offset, sizeBytes, crc32c));
}

/** What `writeBatchHeader` takes: `readBatchHeader`'s own fields but those that follow from the bytes. */
export type BatchHeaderInput = Pick<
  BatchHeader,
  | 'baseOffset'
  | 'partitionLeaderEpoch'
  | 'lastOffsetDelta'
  | 'baseTimestamp'
  | 'maxTimestamp'
  | 'producerId'
  | 'producerEpoch'
  | 'baseSequence'
  | 'recordsCount'
  | 'isTransactional'
  | 'isControl'
  | 'timestampType'
> & { readonly compression: Compression };

/** Writes the header of a batch that fills `bytes`, whose records stand in their place already, and its CRC. */
export function writeBatchHeader(bytes: Uint8Array, header: BatchHeaderInput, crc32c: Crc32c): void {
  const view = viewOf(bytes, 0);
  view.setBigInt64(AT.baseOffset, header.baseOffset);
  view.setInt32(AT.batchLength, bytes.length - LOG_OVERHEAD_BYTES);
  view.setInt32(AT.partitionLeaderEpoch, header.partitionLeaderEpoch);
  view.setInt8(AT.magic, 2);
  view.setInt16(AT.attributes, attributesOf(header));
  view.setInt32(AT.lastOffsetDelta, header.lastOffsetDelta);
  view.setBigInt64(AT.baseTimestamp, header.baseTimestamp);
  view.setBigInt64(AT.maxTimestamp, header.maxTimestamp);
  view.setBigInt64(AT.producerId, header.producerId);
  view.setInt16(AT.producerEpoch, header.producerEpoch);
  view.setInt32(AT.baseSequence, header.baseSequence);
  view.setInt32(AT.recordsCount, header.recordsCount);
  view.setUint32(AT.crc, computeBatchCrc(bytes, 0, bytes.length, crc32c));
}

function attributesOf(header: BatchHeaderInput): number {
  return (
    COMPRESSIONS.indexOf(header.compression) |
    (header.timestampType === 'LogAppendTime' ? TIMESTAMP_TYPE_BIT : 0) |
    (header.isTransactional ? TRANSACTIONAL_BIT : 0) |
    (header.isControl ? CONTROL_BIT : 0)
  );
}

function computeBatchCrc(bytes: Uint8Array, offset: number, sizeBytes: number, crc32c: Crc32c): number {
  return crc32c(bytes.subarray(offset + AT.attributes, offset + sizeBytes));
}

function checkSize(bytes: Uint8Array, offset: number, batchLength: number): BatchFinding | undefined {
  const sizeBytes = batchLength + LOG_OVERHEAD_BYTES;
  if (sizeBytes < BATCH_HEADER_BYTES) {
    const message = `batch length ${batchLength} is less than its header takes`;
    return { kind: 'size', offset, error: 'CORRUPT_MESSAGE', message };
  }
  return sizeBytes > bytes.length - offset ? truncated(offset, sizeBytes, bytes.length) : undefined;
}

function truncated(offset: number, sizeBytes: number, end: number): BatchFinding {
  const message = `batch takes ${sizeBytes} bytes, ${end - offset} are left`;
  return { kind: 'truncated', offset, error: 'CORRUPT_MESSAGE', message };
}

function viewOf(bytes: Uint8Array, offset: number): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset + offset, bytes.length - offset);
}
