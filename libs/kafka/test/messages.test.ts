import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  APIS,
  apiVersions,
  consumerProtocolAssignment,
  consumerProtocolSubscription,
  decodeRequest,
  decodeResponse,
  decodeVersioned,
  encodeRequest,
  encodeResponse,
  encodeVersioned,
  errorCode,
  ERRORS,
  errorName,
  fetch,
  findApi,
  metadata,
  produce,
  readRequestHeader,
  readResponseHeader,
  type ApiDefinition,
} from '@sluice/kafka';
import { golden, GOLDEN, GOLDEN_ASSIGNMENT, GOLDEN_SUBSCRIPTION } from './golden.ts';
import { arbitraryMessage, versionsOf } from './message-values.ts';

const SEED = 20250101;

/** A frame as it is read from the wire: joined, without its size, which must be right. */
function frameOf(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = Buffer.concat(parts);
  expect(bytes.readInt32BE(0)).toBe(bytes.length - 4);
  return new Uint8Array(bytes.subarray(4));
}

function bytesOf(hex: string): Uint8Array {
  return new Uint8Array(Buffer.from(hex, 'hex'));
}

function isRequest(name: string): boolean {
  return name.includes('-request-');
}

function rewriteRequest(api: ApiDefinition, version: number, frame: Uint8Array): Uint8Array[] {
  const header = readRequestHeader(frame);
  expect(header).toMatchObject({ apiKey: api.key, apiVersion: version, correlationId: 7, clientId: 'golden' });
  return encodeRequest(api, version, header, decodeRequest(api, version, frame, header.bodyOffset) as object);
}

describe('every message of every version', () => {
  it.each(versionsOf(APIS))('%s decodes to what was encoded', (_name, api, version) => {
    fc.assert(
      fc.property(arbitraryMessage(api.request.fields, version), (value) => {
        const frame = frameOf(encodeRequest(api, version, { correlationId: 3, clientId: 'c' }, value));
        const { bodyOffset, ...header } = readRequestHeader(frame);
        expect(header).toEqual({ apiKey: api.key, apiVersion: version, correlationId: 3, clientId: 'c' });
        expect(decodeRequest(api, version, frame, bodyOffset)).toEqual(value);
      }),
      { numRuns: 8, seed: SEED },
    );
    fc.assert(
      fc.property(arbitraryMessage(api.response.fields, version), (value) => {
        const frame = frameOf(encodeResponse(api, version, 3, value));
        expect(readResponseHeader(api, version, frame).correlationId).toBe(3);
        expect(decodeResponse(api, version, frame)).toEqual(value);
      }),
      { numRuns: 8, seed: SEED },
    );
  });

  it('is found by its key', () => {
    for (const api of APIS) expect(findApi(api.key)).toBe(api);
    expect(findApi(9999)).toBeUndefined();
    expect(new Set(APIS.map((api) => api.key)).size).toBe(APIS.length);
  });
});

describe('frames written by Apache Kafka', () => {
  const apis: Record<string, ApiDefinition> = {
    produce,
    fetch,
    'api-versions': apiVersions,
    metadata,
  };
  const frames = (Object.keys(GOLDEN) as (keyof typeof GOLDEN)[]).filter((name) => !name.startsWith('batch-'));

  it.each(frames)('%s decodes and encodes to the same bytes', (name) => {
    const frame = golden(name).subarray(4);
    const [apiName = '', version = ''] = name.split(/-(?:request|response)-v/);
    const api = apis[apiName];
    if (api === undefined) throw new Error(`no API for ${name}`);
    const parts = isRequest(name)
      ? rewriteRequest(api, Number(version), frame)
      : encodeResponse(api, Number(version), 7, decodeResponse(api, Number(version), frame));
    expect(Buffer.concat(parts).toString('hex')).toBe(GOLDEN[name]);
  });

  it('decode to the values that were written', () => {
    const request = golden('produce-request-v13').subarray(4);
    const { bodyOffset } = readRequestHeader(request);
    expect(decodeRequest(produce, 13, request, bodyOffset)).toMatchObject({
      acks: 1,
      timeoutMs: 1500,
      topicData: [{ name: '', topicId: 'AAECAwQFBgcICQoLDA0ODw', partitionData: [{ index: 0 }] }],
    });
    expect(decodeResponse(produce, 10, golden('produce-response-v10').subarray(4))).toMatchObject({
      responses: [
        {
          name: 'factory7',
          partitionResponses: [
            {
              errorCode: errorCode('INVALID_RECORD'),
              logStartOffset: 5n,
              recordErrors: [{ batchIndex: 1 }, { batchIndex: 4, batchIndexErrorMessage: null }],
              errorMessage: 'refused',
              currentLeader: { leaderId: 1, leaderEpoch: 4 },
            },
          ],
        },
      ],
      nodeEndpoints: [{ nodeId: 1, host: 'localhost', port: 9092, rack: null }],
    });
    expect(decodeResponse(apiVersions, 3, golden('api-versions-response-v3').subarray(4))).toMatchObject({
      apiKeys: [{ apiKey: 18, minVersion: 0, maxVersion: 4 }],
      supportedFeatures: [{ name: 'transaction.version', minVersion: 0, maxVersion: 2 }],
      finalizedFeaturesEpoch: 3n,
    });
  });
});

describe('encoding', () => {
  const records = new Uint8Array(100);
  const response = {
    responses: [
      {
        topic: 't',
        partitions: [{ partitionIndex: 0, errorCode: 0, highWatermark: 1n, abortedTransactions: null, records }],
      },
    ],
  };

  it.each([4, 11, 12])('gives records by reference in Fetch v%i', (version) => {
    const parts = encodeResponse(fetch, version, 1, response);
    expect(parts.some((part) => part === records)).toBe(true);
    const decoded = decodeResponse(fetch, version, frameOf(parts));
    expect(decoded.responses[0]?.partitions[0]?.records).toEqual(records);
  });

  it('keeps messages apart that share memory, large ones among them', () => {
    const frames = Array.from({ length: 400 }, (_, index) => {
      const partitions = Array.from({ length: index % 7 === 0 ? 3000 : 3 }, (_each, partitionIndex) => ({
        partitionIndex,
        errorCode: 0,
        highWatermark: BigInt(index),
        records: new Uint8Array(partitionIndex % 3).fill(index),
      }));
      return encodeResponse(fetch, 17, index, { responses: [{ partitions }] });
    });
    for (const [index, parts] of frames.entries()) {
      const frame = frameOf(parts);
      expect(readResponseHeader(fetch, 17, frame).correlationId).toBe(index);
      const partitions = decodeResponse(fetch, 17, frame).responses[0]?.partitions ?? [];
      expect(partitions).toHaveLength(index % 7 === 0 ? 3000 : 3);
      expect(partitions.every((each) => each.highWatermark === BigInt(index))).toBe(true);
      expect(partitions[2]?.records).toEqual(new Uint8Array(2).fill(index));
    }
  });

  it('writes tag sections larger than 127 bytes', () => {
    const nodeEndpoints = Array.from({ length: 3000 }, (_, nodeId) => ({ nodeId, host: `host-${nodeId}`, port: 9092 }));
    const decoded = decodeResponse(
      produce,
      10,
      frameOf(encodeResponse(produce, 10, 1, { responses: [], nodeEndpoints })),
    );
    expect(decoded.nodeEndpoints).toEqual(nodeEndpoints.map((node) => ({ ...node, rack: null })));
  });

  it('answers Produce 0 to 2, which are below the range', () => {
    const partitionResponses = [{ index: 0, errorCode: errorCode('UNSUPPORTED_VERSION'), baseOffset: -1n }];
    const frame = frameOf(encodeResponse(produce, 0, 1, { responses: [{ name: 't', partitionResponses }] }));
    expect(Buffer.from(frame).toString('hex')).toBe(`000000010000000100017400000001000000000023${'ff'.repeat(8)}`);
  });

  const refused: [string, ApiDefinition, number, object, string][] = [
    [
      'a number for an int64',
      fetch,
      12,
      { responses: [{ partitions: [{ highWatermark: 5 }] }] },
      'responses[0].partitions[0].highWatermark: 5 is not an int64 (a bigint)',
    ],
    [
      'a fraction for an int16',
      produce,
      9,
      { responses: [{ partitionResponses: [{ errorCode: 1.5 }] }] },
      'responses[0].partitionResponses[0].errorCode: 1.5 is not an int16',
    ],
    [
      'null where it may not be',
      produce,
      9,
      { responses: null },
      'responses: is null, which this version does not allow',
    ],
    [
      'text that is no uuid',
      fetch,
      13,
      { responses: [{ topicId: 'x' }] },
      'responses[0].topicId: "x" is not a uuid (22 characters of base64url)',
    ],
    [
      'a string of 40,000 bytes',
      metadata,
      12,
      { clusterId: 'x'.repeat(40_000) },
      'clusterId: string of 40000 bytes is longer than 32767',
    ],
    [
      'a value in a tag',
      produce,
      10,
      { responses: [], nodeEndpoints: [{ host: 1 }] },
      'nodeEndpoints[0].host: 1 is not a string',
    ],
    ['an unknown version', produce, 99, {}, 'Produce version 99 is outside 3 to 13'],
  ];
  it.each(refused)('refuses %s', (_name, api, version, value, message) => {
    expect(() => encodeResponse(api, version, 1, value)).toThrow(message);
  });
});

describe('versioned messages', () => {
  it('of the consumer protocol are read as Java wrote them, and written the same', () => {
    const value = decodeVersioned(consumerProtocolSubscription, bytesOf(GOLDEN_SUBSCRIPTION));
    expect(value).toEqual({
      topics: ['factory7', 'machine-state'],
      userData: new Uint8Array([1, 2]),
      ownedPartitions: [{ topic: 'factory7', partitions: [0, 3] }],
      generationId: 5,
      rackId: 'r1',
    });
    expect(encodeVersioned(consumerProtocolSubscription, 3, value)).toEqual(bytesOf(GOLDEN_SUBSCRIPTION));
    const assignment = decodeVersioned(consumerProtocolAssignment, bytesOf(GOLDEN_ASSIGNMENT));
    expect(assignment).toEqual({ assignedPartitions: [{ topic: 'factory7', partitions: [0, 3] }], userData: null });
    expect(encodeVersioned(consumerProtocolAssignment, 3, assignment)).toEqual(bytesOf(GOLDEN_ASSIGNMENT));
  });

  it('of a newer version are read as far as they are known', () => {
    const newer = bytesOf(`0009${GOLDEN_SUBSCRIPTION.slice(4)}ffff`);
    expect(decodeVersioned(consumerProtocolSubscription, newer).topics).toEqual(['factory7', 'machine-state']);
    expect(() => decodeVersioned(consumerProtocolSubscription, Uint8Array.from([0xff, 0xff]))).toThrow(
      'ConsumerProtocolSubscription version -1 is outside 0 to 3',
    );
  });
});

describe('request headers', () => {
  it('of an unknown API or a version from the future are read', () => {
    const frame = Uint8Array.from([0x27, 0x0f, 0, 3, 0, 0, 0, 5, 0xff, 0xff, 1, 2]);
    expect(readRequestHeader(frame)).toEqual({
      apiKey: 9999,
      apiVersion: 3,
      correlationId: 5,
      clientId: null,
      bodyOffset: 10,
    });
    const future = golden('api-versions-request-v4').slice(4);
    future[3] = 9;
    expect(readRequestHeader(future)).toMatchObject({ apiKey: 18, apiVersion: 9, clientId: 'golden' });
  });
});

describe('errors', () => {
  it('are found by name and by code', () => {
    expect(errorCode('INVALID_RECORD')).toBe(87);
    expect(errorName(-1)).toBe('UNKNOWN_SERVER_ERROR');
    expect(errorName(12345)).toBe('UNKNOWN_SERVER_ERROR');
    expect(errorName(133)).toBe('SHARE_SESSION_LIMIT_REACHED');
    expect(Object.values(ERRORS).map((entry) => entry.code)).toEqual(
      Array.from({ length: 135 }, (_, index) => index - 1),
    );
  });
});
