import { deleteTopics, errorName, fetch, findCoordinator, listOffsets, metadata } from '@sluice/kafka';
import { describe, expect, it } from 'vitest';
import { startBroker } from './support/broker.ts';
import type { Client } from './support/client.ts';
import { batchOf, fetchFrom, makeTopic, produceTo, readAll } from './support/records.ts';

/** Small segments and a sparse index, so that few records make many files. */
const SMALL = { 'segment.bytes': '2000', 'index.interval.bytes': '200' };

describe('Fetch', () => {
  it('gives whole batches from any offset, across segments, from memory and from disk', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't', SMALL);
    for (let i = 0; i < 300; i += 3) await produceTo(client, 't', 0, batchOf([`v${i}`, `v${i + 1}`, `v${i + 2}`]));
    for (const offset of [0, 1, 2, 3, 100, 151, 298, 299]) {
      const { values, error } = await fetchFrom(client, 't', 0, BigInt(offset), { partitionMaxBytes: 500 });
      expect(error).toBe('NONE');
      expect(values[0]).toBe(`v${offset - (offset % 3)}`);
    }
    expect(await readAll(client, 't', 0)).toEqual(Array.from({ length: 300 }, (_, i) => `v${i}`));
  });

  it('answers an offset beyond either end with OFFSET_OUT_OF_RANGE, one at the end with nothing', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't');
    await produceTo(client, 't', 0, batchOf(['x']));
    expect((await fetchFrom(client, 't', 0, 2n)).error).toBe('OFFSET_OUT_OF_RANGE');
    expect((await fetchFrom(client, 't', 0, -1n)).error).toBe('OFFSET_OUT_OF_RANGE');
    expect(await fetchFrom(client, 't', 0, 1n)).toMatchObject({ error: 'NONE', values: [], highWatermark: 1n });
  });

  it('keeps to the limits, but gives the first batch whatever its size', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't');
    const big = batchOf(['x'.repeat(10_000)]);
    for (let i = 0; i < 3; i++) await produceTo(client, 't', 0, big.slice());
    const limits: [maxBytes: number, partitionMaxBytes: number, batches: number][] = [
      [1 << 20, 1, 1],
      [1, 1 << 20, 1],
      [1 << 20, big.length * 2 + 1, 2],
      [big.length * 2 - 1, 1 << 20, 1],
      [1 << 20, 1 << 20, 3],
    ];
    for (const [maxBytes, partitionMaxBytes, batches] of limits) {
      const { records } = await fetchFrom(client, 't', 0, 0n, { maxBytes, partitionMaxBytes });
      expect(records).toHaveLength(batches);
    }
  });

  it('waits for enough bytes, and answers with less when the time is over', async () => {
    const { connect } = await startBroker();
    const [consumer, producer] = [await connect(), await connect()];
    await makeTopic(producer, 't', {}, 2);
    let isAnswered = false;
    const waiting = fetchFrom(consumer, 't', 0, 0n, { maxWaitMs: 60_000, minBytes: 150 }).finally(() => {
      isAnswered = true;
    });
    await produceTo(producer, 't', 0, batchOf(['first']));
    await produceTo(producer, 't', 1, batchOf(['x'.repeat(500)]));
    expect(isAnswered).toBe(false);
    await produceTo(producer, 't', 0, batchOf(['x'.repeat(100)]));
    expect((await waiting).records).toHaveLength(2);
    const late = await fetchFrom(consumer, 't', 0, 0n, { maxWaitMs: 30, minBytes: 1_000_000 });
    expect(late.records).toHaveLength(2);
  });

  it('ends a wait when its topic is deleted, and when its broker closes', async () => {
    const { connect, broker } = await startBroker();
    const [consumer, other] = [await connect(), await connect()];
    await makeTopic(other, 't');
    const waiting = fetchFrom(consumer, 't', 0, 0n, { maxWaitMs: 60_000 });
    await other.call(deleteTopics, 5, { topicNames: ['t'], timeoutMs: 1000 });
    expect((await waiting).error).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    await makeTopic(other, 'u');
    const last = fetchFrom(consumer, 'u', 0, 0n, { maxWaitMs: 60_000 });
    await fetchFrom(other, 'u', 0, 0n);
    await broker.close();
    expect((await last).error).toBe('NONE');
  });

  it('goes by topic id from version 13, and knows no deleted one', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    const topicId = await makeTopic(client, 't');
    await produceTo(client, 't', 0, batchOf(['x']));
    const partitions = [{ partition: 0, fetchOffset: 0n, partitionMaxBytes: 1000 }];
    for (let version = 13; version <= 18; version++) {
      const topics = [{ topicId, partitions }];
      const answer = await client.call(fetch, version, { maxWaitMs: 0, minBytes: 1, maxBytes: 1000, topics });
      expect(answer.responses[0]).toMatchObject({ topicId, partitions: [{ errorCode: 0, highWatermark: 1n }] });
      const unknown = [{ topicId: 'AAAAAAAAAAAAAAAAAAAAAg', partitions }];
      const other = await client.call(fetch, version, { maxWaitMs: 0, minBytes: 1, maxBytes: 1000, topics: unknown });
      expect(errorName(other.responses[0]?.partitions[0]?.errorCode ?? 0)).toBe('UNKNOWN_TOPIC_ID');
    }
  });

  it('fences leader epochs that are not its own', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't');
    const described = await client.call(metadata, 9, { topics: [{ name: 't' }] });
    const epoch = described.topics[0]?.partitions[0]?.leaderEpoch ?? -1;
    const expected: [number, string][] = [
      [epoch, 'NONE'],
      [epoch - 1, 'FENCED_LEADER_EPOCH'],
      [epoch + 1, 'UNKNOWN_LEADER_EPOCH'],
      [-1, 'NONE'],
    ];
    for (const [currentLeaderEpoch, error] of expected) {
      const partitions = [{ partition: 0, fetchOffset: 0n, partitionMaxBytes: 1000, currentLeaderEpoch }];
      const answer = await client.call(fetch, 11, { maxWaitMs: 0, minBytes: 0, topics: [{ topic: 't', partitions }] });
      expect(errorName(answer.responses[0]?.partitions[0]?.errorCode ?? -9)).toBe(error);
    }
  });
});

describe('fetch sessions (KIP-227)', () => {
  const ask = (client: Client, sessionId: number, sessionEpoch: number, partitions: readonly [number, bigint][]) =>
    client.call(fetch, 11, {
      maxWaitMs: 0,
      minBytes: 0,
      maxBytes: 1 << 20,
      sessionId,
      sessionEpoch,
      topics:
        partitions.length === 0
          ? []
          : [
              {
                topic: 't',
                partitions: partitions.map(([partition, fetchOffset]) => {
                  return { partition, fetchOffset, partitionMaxBytes: 1 << 20 };
                }),
              },
            ],
    });

  it('answer only what changed, and forget what they are told to', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't', {}, 3);
    const first = await ask(client, 0, 0, [
      [0, 0n],
      [1, 0n],
      [2, 0n],
    ]);
    expect(first.sessionId).toBeGreaterThan(0);
    expect(first.responses[0]?.partitions).toHaveLength(3);
    const { sessionId } = first;
    expect((await ask(client, sessionId, 1, [])).responses).toEqual([]);
    await produceTo(client, 't', 1, batchOf(['x']));
    const second = await ask(client, sessionId, 2, []);
    expect(second.responses[0]?.partitions.map(({ partitionIndex }) => partitionIndex)).toEqual([1]);
    expect((await ask(client, sessionId, 3, [[1, 1n]])).responses).toEqual([]);
    const forgottenTopicsData = [{ topic: 't', partitions: [0, 1] }];
    const forget = { maxWaitMs: 0, minBytes: 0, sessionId, sessionEpoch: 4, topics: [], forgottenTopicsData };
    await client.call(fetch, 11, forget);
    await produceTo(client, 't', 0, batchOf(['x']));
    await produceTo(client, 't', 2, batchOf(['x']));
    const third = await ask(client, sessionId, 5, []);
    expect(third.responses[0]?.partitions.map(({ partitionIndex }) => partitionIndex)).toEqual([2]);
  });

  it('refuse a wrong epoch and an unknown id, and end when asked to', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't');
    const { sessionId } = await ask(client, 0, 0, [[0, 0n]]);
    expect(errorName((await ask(client, sessionId, 5, [])).errorCode)).toBe('INVALID_FETCH_SESSION_EPOCH');
    expect(errorName((await ask(client, sessionId + 1, 1, [])).errorCode)).toBe('FETCH_SESSION_ID_NOT_FOUND');
    expect(await ask(client, sessionId, -1, [[0, 0n]])).toMatchObject({ sessionId: 0, errorCode: 0 });
    expect(errorName((await ask(client, sessionId, 1, [])).errorCode)).toBe('FETCH_SESSION_ID_NOT_FOUND');
  });
});

describe('ListOffsets', () => {
  it('finds the start, the end, times and the greatest time, in each compression', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't', SMALL);
    for (let i = 0; i < 50; i++) {
      const compression = (['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const)[i % 5] ?? 'none';
      await produceTo(client, 't', 0, batchOf([`v${i}`], { timestamp: BigInt(1000 + i * 10), compression }));
    }
    await produceTo(client, 't', 0, batchOf(['late'], { timestamp: 1200n }));
    const expected: [timestamp: bigint, offset: bigint, found: bigint][] = [
      [-2n, 0n, -1n],
      [-1n, 51n, -1n],
      [-3n, 49n, 1490n],
      [0n, 0n, 1000n],
      [1000n, 0n, 1000n],
      [1001n, 1n, 1010n],
      [1200n, 20n, 1200n],
      [1485n, 49n, 1490n],
      [1491n, -1n, -1n],
      [-5n, -1n, -1n],
    ];
    for (const [timestamp, offset, found] of expected) {
      const topics = [{ name: 't', partitions: [{ partitionIndex: 0, timestamp }] }];
      const answer = await client.call(listOffsets, 9, { replicaId: -1, topics });
      expect(answer.topics[0]?.partitions[0], `timestamp ${timestamp}`).toMatchObject({ offset, timestamp: found });
    }
  });
});

describe('what a client is told of the broker', () => {
  it('is the address that it connected to, or the advertised one', async () => {
    const { connect, address } = await startBroker();
    const client = await connect();
    const described = await client.call(metadata, 12, { topics: null });
    expect(described).toMatchObject({ brokers: [{ nodeId: 1, ...address }], controllerId: 1 });
    const advertised = { host: 'kafka.example', port: 1234 };
    const other = await (await startBroker({ advertised })).connect();
    expect((await other.call(metadata, 12, { topics: null })).brokers).toMatchObject([advertised]);
    for (let version = 0; version <= 6; version++) {
      const answer = await other.call(findCoordinator, version, { key: 'g', keyType: 0, coordinatorKeys: ['g', 'h'] });
      expect(version < 4 ? [answer] : answer.coordinators).toContainEqual(expect.objectContaining(advertised));
    }
  });
});
