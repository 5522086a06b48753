import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  APIS,
  crc32c,
  decodeRequest,
  decodeResponse,
  fetch,
  findApi,
  KafkaError,
  metadata,
  openRecords,
  produce,
  readRecords,
  readRecordHeaders,
  readRequestHeader,
  verifyBatch,
  walkBatches,
} from '@sluice/kafka';
import { nodeCodecs } from '@sluice/kafka/node';
import { golden, GOLDEN } from './golden.ts';

/** Runs what reads bytes from strangers: it may give a value or a KafkaError, nothing else. */
function survive(run: () => unknown): void {
  try {
    run();
  } catch (error) {
    if (!(error instanceof KafkaError)) throw error;
  }
}

function readRequest(frame: Uint8Array): void {
  const { apiKey, apiVersion, bodyOffset } = readRequestHeader(frame);
  const api = findApi(apiKey);
  if (api !== undefined) decodeRequest(api, apiVersion, frame, bodyOffset);
}

function errorOf(run: () => unknown): KafkaError {
  try {
    run();
  } catch (error) {
    if (error instanceof KafkaError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

const NAMES = Object.keys(GOLDEN) as (keyof typeof GOLDEN)[];
const REQUESTS = NAMES.filter((name) => name.includes('-request-'));
const BATCHES = NAMES.filter((name) => name.startsWith('batch-'));
const SEED = 7;

describe('lengths of strangers', () => {
  const header = [0, 0, 0, 9, 0, 0, 0, 1, 0xff, 0xff, 0];
  const cases: [string, number[], string][] = [
    [
      'an array of 2^32 - 2',
      [0, 0xff, 0xff, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0x0f],
      'topicData: 4294967294 elements do not fit in the 0 bytes left (at byte 18)',
    ],
    [
      'records of 2^31',
      [0, 0, 1, 0, 0, 0, 0, 2, 2, 97, 2, 0, 0, 0, 0, 0x80, 0x80, 0x80, 0x80, 0x08, 0, 0, 0],
      'topicData[0].partitionData[0].records: needs 2147483647 bytes, 3 are left (at byte 31)',
    ],
    ['null topics', [0, 0, 1, 0, 0, 0, 0, 0, 0], 'topicData: is null, which this version does not allow (at byte 18)'],
    [
      'a varint without end',
      [0, 0, 1, 0, 0, 0, 0, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff],
      'topicData: unsigned varint is longer than 32 bits (at byte 18)',
    ],
    [
      'more tags than bytes',
      [0, 0, 1, 0, 0, 0, 0, 1, 0xff, 0x7f],
      '16383 tagged fields do not fit in the 0 bytes left (at byte 21)',
    ],
    ['a body cut short', [0, 0, 1, 0, 0], 'timeoutMs: needs 4 bytes, 2 are left (at byte 14)'],
  ];
  it.each(cases)('%s: says where and what', (_name, body, message) => {
    const frame = Uint8Array.from([...header, ...body]);
    const { bodyOffset } = readRequestHeader(frame);
    const error = errorOf(() => decodeRequest(produce, 9, frame, bodyOffset));
    expect(
      error.message.replace(
        'do not fit in the 0 bytes left (at byte 21)',
        'do not fit in the 0 bytes left (at byte 21)',
      ),
    ).toBe(message);
    expect(error.error).toBe('INVALID_REQUEST');
  });

  it('cannot make more objects than a message may have', () => {
    // 12 MB of empty topics in Metadata v1: each takes two bytes.
    const frame = new Uint8Array(14 + 12_000_000);
    new DataView(frame.buffer).setInt32(10, 6_000_000);
    frame.set([0, 3, 0, 1, 0, 0, 0, 1, 0xff, 0xff]);
    const { bodyOffset } = readRequestHeader(frame);
    expect(errorOf(() => decodeRequest(metadata, 1, frame, bodyOffset)).reason).toMatch(/has more than \d+ elements/);
  });

  it('in unknown tags are skipped, whatever they hold', () => {
    const frame = Uint8Array.from([...header, 0, 0, 1, 0, 0, 0, 0, 1, 2, 9, 3, 1, 2, 3, 0x90, 0x4e, 0]);
    expect(decodeRequest(produce, 9, frame, header.length)).toMatchObject({ acks: 1, topicData: [] });
  });
});

describe('frames', () => {
  it.each(REQUESTS)('%s, cut anywhere, is a KafkaError', (name) => {
    const frame = golden(name).subarray(4);
    for (let end = 0; end < frame.length; end++) {
      const cut = frame.slice(0, end);
      expect(() => readRequest(cut)).toThrow(KafkaError);
    }
  });

  it.each(REQUESTS)('%s, damaged, is a value or a KafkaError', (name) => {
    const frame = golden(name).subarray(4);
    const damage = fc.array(fc.tuple(fc.nat(frame.length - 1), fc.nat(255)), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(damage, (changes) => {
        const damaged = Uint8Array.from(frame);
        for (const [index, byte] of changes) damaged[index] = byte;
        survive(() => readRequest(damaged));
      }),
      { numRuns: 500, seed: SEED },
    );
  });

  it('of random bytes are a value or a KafkaError, for every API and version', () => {
    fc.assert(
      fc.property(fc.constantFrom(...APIS), fc.nat(20), fc.uint8Array({ maxLength: 200 }), (api, version, bytes) => {
        survive(() => decodeRequest(api, version, bytes, 0));
        survive(() => decodeResponse(api, version, bytes));
        survive(() => readRequest(bytes));
      }),
      { numRuns: 5000, seed: SEED },
    );
  });

  it('of HTTP are refused', () => {
    const http = new TextEncoder().encode('GET / HTTP/1.1\r\nHost: localhost\r\n\r\n');
    survive(() => readRequest(http.subarray(4)));
    expect(() => decodeResponse(fetch, 4, http)).toThrow(KafkaError);
  });
});

describe('batches', () => {
  it.each(BATCHES)('%s, damaged, is read or a finding or a KafkaError', (name) => {
    const batch = golden(name);
    const damage = fc.array(fc.tuple(fc.nat(batch.length - 1), fc.nat(255)), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(damage, fc.nat(batch.length), (changes, end) => {
        const damaged = Uint8Array.from(batch);
        for (const [index, byte] of changes) damaged[index] = byte;
        survive(() => readRecords(damaged, nodeCodecs, 1_000_000));
        survive(() => readRecords(damaged.subarray(0, end), nodeCodecs, 1_000_000));
        walkBatches(damaged, (header, offset) => void verifyBatch(damaged, offset, header, crc32c));
      }),
      { numRuns: 500, seed: SEED },
    );
  });

  it('of random bodies keep every position inside the body', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 120 }), fc.integer({ min: -1, max: 2 ** 31 - 1 }), (body, count) => {
        const cursor = openRecords(body, count);
        const { record } = cursor;
        let previousEnd = 0;
        while (cursor.next()) {
          expect(record.start).toBe(previousEnd);
          expect(record.end).toBeLessThanOrEqual(body.length);
          expect(record.keyEnd).toBeLessThanOrEqual(record.end);
          expect(record.valueEnd).toBeLessThanOrEqual(record.headersStart);
          expect(readRecordHeaders(body, record)).toHaveLength(record.headersCount);
          previousEnd = record.end;
        }
      }),
      { numRuns: 3000, seed: SEED },
    );
  });
});
