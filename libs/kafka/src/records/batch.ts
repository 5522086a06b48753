import { KafkaError } from '../error.ts';
import { BATCH_HEADER_BYTES, walkBatches, writeBatchHeader, type BatchHeader } from './batch-header.ts';
import { MAX_BATCH_BODY_BYTES, type Codecs, type Compression, type Crc32c } from './codecs.ts';
import { readRecordHeaders, walkRecords, type RecordHeader } from './walk-records.ts';

/** A record to be written. */
export interface RecordInput {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers?: readonly RecordHeader[];
  /** Ms since 1970; -1 (none) unless given. */
  readonly timestamp?: bigint;
}

/** A record as it was read; key, value and header values are views. */
export interface KafkaRecord {
  readonly offset: bigint;
  readonly timestamp: bigint;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: readonly RecordHeader[];
}

/** A batch to be written; what is left out is as in a batch of a plain producer. */
export interface BatchInput {
  readonly records: readonly RecordInput[];
  readonly compression?: Compression;
  readonly baseOffset?: bigint;
  readonly partitionLeaderEpoch?: number;
  readonly timestampType?: BatchHeader['timestampType'];
  readonly producerId?: bigint;
  readonly producerEpoch?: number;
  readonly baseSequence?: number;
  readonly isTransactional?: boolean;
  readonly isControl?: boolean;
}

/** Writes a record batch (magic 2, KIP-98) with its CRC. Throws KafkaError without records. */
export function writeBatch(batch: BatchInput, codecs: Codecs, crc32c: Crc32c): Uint8Array {
  const { records, compression = 'none' } = batch;
  const timestamps = records.map((record) => record.timestamp ?? -1n);
  const baseTimestamp = timestamps[0];
  if (baseTimestamp === undefined) throw new KafkaError('a batch holds at least one record');
  const plain = writeBody(records, baseTimestamp);
  const body = compression === 'none' ? plain : codecs[compression].compress(plain);
  const bytes = new Uint8Array(BATCH_HEADER_BYTES + body.length);
  bytes.set(body, BATCH_HEADER_BYTES);
  const header = {
    baseOffset: batch.baseOffset ?? 0n,
    partitionLeaderEpoch: batch.partitionLeaderEpoch ?? -1,
    lastOffsetDelta: records.length - 1,
    baseTimestamp,
    maxTimestamp: timestamps.reduce((max, timestamp) => (timestamp > max ? timestamp : max)),
    producerId: batch.producerId ?? -1n,
    producerEpoch: batch.producerEpoch ?? -1,
    baseSequence: batch.baseSequence ?? -1,
    recordsCount: records.length,
    isTransactional: batch.isTransactional ?? false,
    isControl: batch.isControl ?? false,
    timestampType: batch.timestampType ?? 'CreateTime',
    compression,
  } as const;
  writeBatchHeader(bytes, header, crc32c);
  return bytes;
}

/**
 * The records part of the batch at `offset`, decompressed: a view when it is not compressed.
 * Throws KafkaError when it cannot be decompressed or would be larger than `maxSizeBytes`.
 */
export function readBatchBody(
  bytes: Uint8Array,
  offset: number,
  header: BatchHeader,
  codecs: Codecs,
  maxSizeBytes = MAX_BATCH_BODY_BYTES,
): Uint8Array {
  const body = bytes.subarray(offset + BATCH_HEADER_BYTES, offset + header.sizeBytes);
  if (header.compression === 'none') return body;
  if (header.compression === undefined) {
    throw new KafkaError(`compression ${header.attributes & 0x07} is unknown`, {
      offset,
      error: 'UNSUPPORTED_COMPRESSION_TYPE',
    });
  }
  return codecs[header.compression].decompress(body, maxSizeBytes);
}

/**
 * All records of a `records` blob, of one batch or many; those of control batches are left out, and a batch cut short at
 * the end, as a fetch may give it, is too. For tests and tools: hot paths walk. Throws KafkaError on malformed bytes.
 */
export function readRecords(
  bytes: Uint8Array,
  codecs: Codecs,
  maxBatchBodyBytes = MAX_BATCH_BODY_BYTES,
): KafkaRecord[] {
  const records: KafkaRecord[] = [];
  const finding = walkBatches(bytes, (header, offset) => {
    if (header.magic !== 2) throw new KafkaError(`magic ${header.magic} cannot be read`, { offset });
    if (header.isControl) return;
    const body = readBatchBody(bytes, offset, header, codecs, maxBatchBodyBytes);
    const recordFinding = walkRecords(body, header.recordsCount, (record) => {
      const { keyStart, keyEnd, valueStart, valueEnd } = record;
      const created = header.baseTimestamp + BigInt(record.timestampDelta);
      records.push({
        offset: header.baseOffset + BigInt(record.offsetDelta),
        timestamp: header.timestampType === 'LogAppendTime' ? header.maxTimestamp : created,
        key: keyStart < 0 ? null : body.subarray(keyStart, keyEnd),
        value: valueStart < 0 ? null : body.subarray(valueStart, valueEnd),
        headers: readRecordHeaders(body, record),
      });
    });
    if (recordFinding !== undefined) {
      throw new KafkaError(recordFinding.message, { offset: recordFinding.offset, error: 'CORRUPT_MESSAGE' });
    }
  });
  if (finding !== undefined && finding.kind !== 'truncated') {
    throw new KafkaError(finding.message, { offset: finding.offset, error: finding.error });
  }
  return records;
}

const encoder = new TextEncoder();

function writeBody(records: readonly RecordInput[], baseTimestamp: bigint): Uint8Array {
  const body: Body = { bytes: new Uint8Array(256), length: 0 };
  for (const [index, record] of records.entries()) writeRecord(body, record, index, baseTimestamp);
  return body.bytes.subarray(0, body.length);
}

/** A growing body. */
interface Body {
  bytes: Uint8Array;
  length: number;
}

function writeRecord(body: Body, record: RecordInput, index: number, baseTimestamp: bigint): void {
  const headers = (record.headers ?? []).map(({ key, value }) => ({ key: encoder.encode(key), value }));
  const timestampDelta = (record.timestamp ?? -1n) - baseTimestamp;
  let sizeBytes =
    1 + varlongSize(timestampDelta) + varintSize(index) + sizedBytes(record.key) + sizedBytes(record.value);
  sizeBytes += varintSize(headers.length);
  for (const { key, value } of headers) sizeBytes += sizedBytes(key) + sizedBytes(value);
  reserve(body, 5 + sizeBytes);
  writeVarint(body, sizeBytes);
  body.bytes[body.length++] = 0;
  writeVarlong(body, timestampDelta);
  writeVarint(body, index);
  writeSized(body, record.key);
  writeSized(body, record.value);
  writeVarint(body, headers.length);
  for (const { key, value } of headers) {
    writeSized(body, key);
    writeSized(body, value);
  }
}

function reserve(body: Body, sizeBytes: number): void {
  if (body.length + sizeBytes <= body.bytes.length) return;
  const next = new Uint8Array(2 * (body.length + sizeBytes));
  next.set(body.bytes.subarray(0, body.length));
  body.bytes = next;
}

function writeSized(body: Body, bytes: Uint8Array | null): void {
  if (bytes === null) {
    writeVarint(body, -1);
    return;
  }
  writeVarint(body, bytes.length);
  body.bytes.set(bytes, body.length);
  body.length += bytes.length;
}

function sizedBytes(bytes: Uint8Array | null): number {
  return bytes === null ? 1 : varintSize(bytes.length) + bytes.length;
}

function writeVarint(body: Body, value: number): void {
  let rest = ((value << 1) ^ (value >> 31)) >>> 0;
  for (; rest >= 0x80; rest >>>= 7) body.bytes[body.length++] = (rest & 0x7f) | 0x80;
  body.bytes[body.length++] = rest;
}

function varintSize(value: number): number {
  let sizeBytes = 1;
  for (let rest = ((value << 1) ^ (value >> 31)) >>> 7; rest > 0; rest >>>= 7) sizeBytes++;
  return sizeBytes;
}

function writeVarlong(body: Body, value: bigint): void {
  if (value >= -0x40000000n && value < 0x40000000n) {
    writeVarint(body, Number(value));
    return;
  }
  let rest = zigzag(value);
  for (; rest >= 0x80n; rest >>= 7n) body.bytes[body.length++] = Number(rest & 0x7fn) | 0x80;
  body.bytes[body.length++] = Number(rest);
}

function varlongSize(value: bigint): number {
  let sizeBytes = 1;
  for (let rest = zigzag(value) >> 7n; rest > 0n; rest >>= 7n) sizeBytes++;
  return sizeBytes;
}

function zigzag(value: bigint): bigint {
  return BigInt.asUintN(64, (value << 1n) ^ (value >> 63n));
}
