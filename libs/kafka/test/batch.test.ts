import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BATCH_HEADER_BYTES,
  COMPRESSIONS,
  crc32c,
  openRecords,
  readBatchBody,
  readBatchHeader,
  readEndTxnMarker,
  readRecords,
  setBaseOffset,
  setLogAppendTime,
  setPartitionLeaderEpoch,
  verifyBatch,
  verifyBatchCrc,
  walkBatches,
  walkRecords,
  writeBatch,
  writeEndTxnBatch,
  type RecordInput,
} from '@sluice/kafka';
import { crc32c as nativeCrc32c, nodeCodecs } from '@sluice/kafka/node';
import { golden, GOLDEN } from './golden.ts';

const text = (value: string) => new TextEncoder().encode(value);

/** The records of the golden batches. */
const RECORDS: RecordInput[] = [
  {
    timestamp: 1700000000000n,
    key: text('k1'),
    value: text('value one'),
    headers: [
      { key: 'trace', value: text('abc') },
      { key: 'empty', value: null },
    ],
  },
  { timestamp: 1700000000250n, key: null, value: text('value two value two value two') },
  { timestamp: 1700000000100n, key: text('k3'), value: null },
];

function plain(bytes: Uint8Array | null): number[] | null {
  return bytes === null ? null : [...bytes];
}

describe('CRC-32C', () => {
  it('of RFC 3720 is right', () => {
    expect(crc32c(text('123456789'))).toBe(0xe3069283);
    expect(crc32c(new Uint8Array(32))).toBe(0x8a9136aa);
    expect(crc32c(new Uint8Array(32).fill(0xff))).toBe(0x62a8ab43);
  });

  it('is the same natively, whole or in two steps', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 100 }), fc.nat(100), (bytes, cut) => {
        const whole = crc32c(bytes);
        expect(nativeCrc32c(bytes)).toBe(whole);
        const rest = bytes.subarray(cut);
        expect(crc32c(rest, crc32c(bytes.subarray(0, cut)))).toBe(whole);
        expect(nativeCrc32c(rest, nativeCrc32c(bytes.subarray(0, cut)))).toBe(whole);
      }),
      { seed: 1 },
    );
  });
});

describe('batches written by Apache Kafka', () => {
  it.each(COMPRESSIONS)('%s: header, CRC and records are read', (compression) => {
    const bytes = golden(`batch-${compression}`);
    const header = readBatchHeader(bytes, 0);
    expect(header).toMatchObject({
      baseOffset: 42n,
      partitionLeaderEpoch: 3,
      magic: 2,
      lastOffsetDelta: 2,
      baseTimestamp: 1700000000000n,
      maxTimestamp: 1700000000250n,
      producerId: -1n,
      producerEpoch: -1,
      baseSequence: -1,
      recordsCount: 3,
      sizeBytes: bytes.length,
      compression,
      isTransactional: false,
      isControl: false,
      timestampType: 'CreateTime',
    });
    expect(verifyBatch(bytes, 0, header, crc32c)).toBeUndefined();
    expect(
      readRecords(bytes, nodeCodecs).map((record) => ({
        offset: record.offset,
        timestamp: record.timestamp,
        key: plain(record.key),
        value: plain(record.value),
        headers: record.headers.map(({ key, value }) => ({ key, value: plain(value) })),
      })),
    ).toEqual(
      RECORDS.map((record, index) => ({
        offset: 42n + BigInt(index),
        timestamp: record.timestamp,
        key: plain(record.key),
        value: plain(record.value),
        headers: (record.headers ?? []).map(({ key, value }) => ({ key, value: plain(value) })),
      })),
    );
  });

  it('are written the same', () => {
    const written = writeBatch({ records: RECORDS, baseOffset: 42n, partitionLeaderEpoch: 3 }, nodeCodecs, crc32c);
    expect(Buffer.from(written).toString('hex')).toBe(GOLDEN['batch-none']);
    const transactional = writeBatch(
      {
        records: [{ timestamp: 1700000000000n, key: text('a'), value: text('b') }],
        baseOffset: 100n,
        partitionLeaderEpoch: 9,
        producerId: 4000n,
        producerEpoch: 2,
        baseSequence: 17,
        isTransactional: true,
      },
      nodeCodecs,
      crc32c,
    );
    expect(Buffer.from(transactional).toString('hex')).toBe(GOLDEN['batch-transactional']);
  });

  it.each(['commit', 'abort'] as const)('%s markers are written and read', (type) => {
    const written = writeEndTxnBatch(
      {
        type,
        coordinatorEpoch: 6,
        producerId: 4000n,
        producerEpoch: 2,
        timestamp: 1700000000500n,
        baseOffset: 101n,
        partitionLeaderEpoch: 9,
      },
      crc32c,
    );
    expect(Buffer.from(written).toString('hex')).toBe(GOLDEN[`batch-${type}`]);
    const header = readBatchHeader(written, 0);
    expect(header).toMatchObject({ isControl: true, isTransactional: true });
    const body = readBatchBody(written, 0, header, nodeCodecs);
    const cursor = openRecords(body, 1);
    expect(cursor.next()).toBe(true);
    const { keyStart, keyEnd, valueStart, valueEnd } = cursor.record;
    expect(readEndTxnMarker(body.subarray(keyStart, keyEnd), body.subarray(valueStart, valueEnd))).toEqual({
      type,
      coordinatorEpoch: 6,
    });
    expect(readRecords(written, nodeCodecs)).toEqual([]);
  });
});

describe('a batch in place', () => {
  it('takes base offset and leader epoch without a new CRC', () => {
    const bytes = golden('batch-zstd');
    setBaseOffset(bytes, 0, 7_000_000_000n);
    setPartitionLeaderEpoch(bytes, 0, 12);
    const header = readBatchHeader(bytes, 0);
    expect(header).toMatchObject({ baseOffset: 7_000_000_000n, partitionLeaderEpoch: 12 });
    expect(verifyBatch(bytes, 0, header, crc32c)).toBeUndefined();
  });

  it('takes LogAppendTime with a new CRC, also behind another batch', () => {
    const bytes = Buffer.concat([golden('batch-none'), golden('batch-gzip')]);
    const offset = golden('batch-none').length;
    setLogAppendTime(bytes, offset, 1800000000000n, crc32c);
    const header = readBatchHeader(bytes, offset);
    expect(header).toMatchObject({ timestampType: 'LogAppendTime', maxTimestamp: 1800000000000n, compression: 'gzip' });
    expect(verifyBatch(bytes, offset, header, crc32c)).toBeUndefined();
    expect(readRecords(bytes, nodeCodecs).map((record) => record.timestamp)).toEqual([
      1700000000000n,
      1700000000250n,
      1700000000100n,
      1800000000000n,
      1800000000000n,
      1800000000000n,
    ]);
  });
});

describe('verifyBatch', () => {
  const cases: [string, (bytes: DataView) => void, object][] = [
    ['another magic', (view) => view.setInt8(16, 1), { kind: 'magic', error: 'INVALID_RECORD' }],
    ['a flipped bit', (view) => view.setInt8(80, view.getInt8(80) ^ 4), { kind: 'crc', error: 'CORRUPT_MESSAGE' }],
    ['a count of zero', (view) => view.setInt32(57, 0), { kind: 'count', error: 'INVALID_RECORD' }],
    ['a count that is not the span', (view) => view.setInt32(57, 4), { kind: 'count', error: 'INVALID_RECORD' }],
    [
      'unknown compression',
      (view) => view.setInt16(21, 5),
      { kind: 'attributes', error: 'UNSUPPORTED_COMPRESSION_TYPE' },
    ],
    [
      'a length that reaches too far',
      (view) => view.setInt32(8, 0x7fffffff),
      { kind: 'truncated', error: 'CORRUPT_MESSAGE' },
    ],
    ['a length below its header', (view) => view.setInt32(8, 48), { kind: 'size', error: 'CORRUPT_MESSAGE' }],
    ['a negative length', (view) => view.setInt32(8, -2147483648), { kind: 'size', error: 'CORRUPT_MESSAGE' }],
  ];
  it.each(cases)('finds %s', (_name, damage, finding) => {
    const bytes = golden('batch-none');
    damage(new DataView(bytes.buffer, bytes.byteOffset, bytes.length));
    expect(verifyBatch(bytes, 0, readBatchHeader(bytes, 0), crc32c)).toMatchObject(finding);
  });

  it('leaves the count to those who have one: a compacted batch passes by CRC', () => {
    const bytes = golden('batch-none');
    const header = readBatchHeader(bytes, 0);
    expect(verifyBatchCrc(bytes, 0, { ...header, recordsCount: 1 }, crc32c)).toBeUndefined();
  });
});

describe('walks', () => {
  it('visit batches until one is cut short', () => {
    const one = golden('batch-none');
    const bytes = Buffer.concat([one, golden('batch-lz4'), one.subarray(0, 70)]);
    const offsets: number[] = [];
    const finding = walkBatches(bytes, (_header, offset) => void offsets.push(offset));
    expect(offsets).toEqual([0, one.length]);
    expect(finding).toMatchObject({ kind: 'truncated', offset: bytes.length - 70 });
    expect(readRecords(bytes, nodeCodecs)).toHaveLength(6);
  });

  it('give positions that need no copy, and stop when told to', () => {
    const bytes = golden('batch-none');
    const body = bytes.subarray(BATCH_HEADER_BYTES);
    const seen: (string | null)[] = [];
    const finding = walkRecords(body, 3, (record) => {
      seen.push(
        record.valueStart < 0 ? null : Buffer.from(body.subarray(record.valueStart, record.valueEnd)).toString(),
      );
      return record.index < 1;
    });
    expect(finding).toBeUndefined();
    expect(seen).toEqual(['value one', 'value two value two value two']);
  });

  const findings: [string, number, (body: Uint8Array) => Uint8Array, object][] = [
    ['fewer records than counted', 4, (body) => body, { kind: 'malformed', index: 3 }],
    ['more records than counted', 2, (body) => body, { kind: 'left-over', index: 1 }],
    ['a record cut short', 3, (body) => body.subarray(0, body.length - 1), { kind: 'malformed', index: 2 }],
    ['a key that reaches too far', 1, () => Uint8Array.from([12, 0, 0, 0, 60, 1, 0]), { kind: 'malformed', index: 0 }],
    [
      'a million headers in no bytes',
      1,
      () => Uint8Array.from([16, 0, 0, 0, 1, 1, 0x80, 0x89, 0x7a]),
      { kind: 'malformed', index: 0 },
    ],
    ['bytes after the headers', 1, () => Uint8Array.from([14, 0, 0, 0, 1, 1, 0, 9]), { kind: 'left-over', index: 0 }],
    ['an endless varint', 1, () => new Uint8Array(20).fill(0xff), { kind: 'malformed', index: 0 }],
    ['an empty record', 1, () => Uint8Array.from([0]), { kind: 'malformed', index: 0 }],
  ];
  it.each(findings)('find %s', (_name, count, damage, finding) => {
    const body = damage(golden('batch-none').subarray(BATCH_HEADER_BYTES));
    expect(walkRecords(body, count, () => {})).toMatchObject(finding);
  });
});

describe('any records', () => {
  const bytes = fc.option(fc.uint8Array({ maxLength: 300 }), { nil: null });
  const record = fc.record({
    key: bytes,
    value: bytes,
    timestamp: fc.bigInt({ min: -1n, max: 2n ** 52n }),
    headers: fc.array(fc.record({ key: fc.string({ unit: 'grapheme' }), value: bytes }), { maxLength: 4 }),
  });

  it.each(COMPRESSIONS)('are read as they were written (%s)', (compression) => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 12 }), (records) => {
        const batch = writeBatch({ records, compression, baseOffset: 5n }, nodeCodecs, nativeCrc32c);
        expect(verifyBatch(batch, 0, readBatchHeader(batch, 0), crc32c)).toBeUndefined();
        const read = readRecords(batch, nodeCodecs);
        expect(read.map((each) => each.offset)).toEqual(records.map((_, index) => 5n + BigInt(index)));
        expect(
          read.map(({ key, value, timestamp, headers }) => ({
            key: plain(key),
            value: plain(value),
            timestamp,
            headers: headers.map((header) => [header.key, plain(header.value)]),
          })),
        ).toEqual(
          records.map(({ key, value, timestamp, headers }) => ({
            key: plain(key),
            value: plain(value),
            timestamp,
            headers: headers.map((header) => [header.key, plain(header.value)]),
          })),
        );
      }),
      { numRuns: 40, seed: 3 },
    );
  });
});
