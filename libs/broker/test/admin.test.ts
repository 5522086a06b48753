import {
  alterPartitionReassignments,
  apiVersions,
  APIS,
  createPartitions,
  deleteRecords,
  describeClientQuotas,
  describeCluster,
  describeGroups,
  describeLogDirs,
  describeTopicPartitions,
  electLeaders,
  errorName,
  findCoordinator,
  listConfigResources,
  listOffsets,
  listPartitionReassignments,
  metadata,
  offsetFetch,
  offsetForLeaderEpoch,
} from '@sluice/kafka';
import type { ApiDefinition, DescribeTopicPartitionsRequest, Loose } from '@sluice/kafka';
import { describe, expect, it } from 'vitest';
import { makeDirectory, startBroker } from './support/broker.ts';
import type { Client } from './support/client.ts';
import { batchOf, fetchFrom, makeTopic, produceTo, readAll } from './support/records.ts';

function versionsOf({ versions: [min, max] }: Pick<ApiDefinition, 'versions'>): number[] {
  return Array.from({ length: max - min + 1 }, (_, i) => min + i);
}

async function connectTo(options: Parameters<typeof startBroker>[0] = {}): Promise<Client> {
  return (await startBroker(options)).connect();
}

describe('ApiVersions', () => {
  it('advertises the versions of Kafka 4.3 for what is served, and Produce from 0', async () => {
    const { apiKeys } = await (
      await connectTo()
    ).call(apiVersions, 4, {
      clientSoftwareName: 'test',
      clientSoftwareVersion: '1',
    });
    expect(apiKeys.length).toBeGreaterThan(30);
    for (const { apiKey, minVersion, maxVersion } of apiKeys) {
      const api = APIS.find(({ key }) => key === apiKey);
      // Kafka does not advertise the last version of InitProducerId yet.
      const max = apiKey === 22 ? 5 : api?.versions[1];
      expect([api?.name, minVersion, maxVersion]).toEqual([api?.name, apiKey === 0 ? 0 : api?.versions[0], max]);
    }
  });
});

describe('DeleteRecords', () => {
  const remove = async (client: Client, version: number, name: string, partitionIndex: number, offset: bigint) => {
    const topics = [{ name, partitions: [{ partitionIndex, offset }] }];
    const answer = await client.call(deleteRecords, version, { topics, timeoutMs: 1000 });
    const { errorCode, lowWatermark } = answer.topics[0]?.partitions[0] ?? { errorCode: -9, lowWatermark: -9n };
    return [errorName(errorCode), lowWatermark];
  };

  it.each(versionsOf(deleteRecords))('raises the start of a partition, in version %i', async (version) => {
    const client = await connectTo();
    await makeTopic(client, 't');
    for (const value of ['a', 'b', 'c']) await produceTo(client, 't', 0, batchOf([value]));
    expect(await remove(client, version, 't', 0, 2n)).toEqual(['NONE', 2n]);
    expect(await remove(client, version, 't', 0, 1n)).toEqual(['NONE', 2n]);
    expect((await fetchFrom(client, 't', 0, 0n)).error).toBe('OFFSET_OUT_OF_RANGE');
    expect((await fetchFrom(client, 't', 0, 2n)).values).toEqual(['c']);
    const earliest = await client.call(listOffsets, 7, {
      replicaId: -1,
      topics: [{ name: 't', partitions: [{ partitionIndex: 0, timestamp: -2n }] }],
    });
    expect(earliest.topics[0]?.partitions[0]?.offset).toBe(2n);
    expect(await remove(client, version, 't', 0, -1n)).toEqual(['NONE', 3n]);
    expect((await fetchFrom(client, 't', 0, 3n)).values).toEqual([]);
  });

  it('refuses what it cannot do', async () => {
    const client = await connectTo();
    await makeTopic(client, 't');
    await makeTopic(client, 'compacted', { 'cleanup.policy': 'compact' });
    const cases: [string, number, bigint, string][] = [
      ['t', 0, 1n, 'OFFSET_OUT_OF_RANGE'],
      ['t', 0, -2n, 'OFFSET_OUT_OF_RANGE'],
      ['t', 1, 0n, 'UNKNOWN_TOPIC_OR_PARTITION'],
      ['t', -1, 0n, 'UNKNOWN_TOPIC_OR_PARTITION'],
      ['nowhere', 0, 0n, 'UNKNOWN_TOPIC_OR_PARTITION'],
      ['compacted', 0, 0n, 'POLICY_VIOLATION'],
      ['__consumer_offsets', 0, 0n, 'INVALID_TOPIC_EXCEPTION'],
    ];
    for (const [topic, partition, offset, error] of cases) {
      expect(await remove(client, 2, topic, partition, offset)).toEqual([error, -1n]);
    }
  });
});

describe('OffsetForLeaderEpoch', () => {
  const ask = async (client: Client, version: number, leaderEpoch: number, currentLeaderEpoch = -1) => {
    const topics = [{ topic: 't', partitions: [{ partition: 0, currentLeaderEpoch, leaderEpoch }] }];
    const answer = await client.call(offsetForLeaderEpoch, version, { topics });
    const found = answer.topics[0]?.partitions[0];
    return [errorName(found?.errorCode ?? -9), found?.leaderEpoch, Number(found?.endOffset)];
  };

  it.each(versionsOf(offsetForLeaderEpoch))(
    'says where the records of an epoch end, in version %i',
    async (version) => {
      const dataDir = await makeDirectory();
      // Epoch 1 has offsets 0 to 2, epoch 2 none, epoch 3 offsets 3 to 7.
      for (const batches of [[['a', 'b'], ['c']], [], [['d'], ['e', 'f', 'g', 'h']]]) {
        const { connect, broker } = await startBroker({ dataDir });
        const client = await connect();
        if (batches.length === 2 && batches[0]?.length === 2) await makeTopic(client, 't');
        for (const values of batches) await produceTo(client, 't', 0, batchOf(values));
        await broker.close();
      }
      const client = await connectTo({ dataDir });
      expect(await ask(client, version, 1)).toEqual(['NONE', 1, 3]);
      expect(await ask(client, version, 2)).toEqual(['NONE', 1, 3]);
      expect(await ask(client, version, 3)).toEqual(['NONE', 3, 8]);
      expect(await ask(client, version, 4)).toEqual(['NONE', 4, 8]);
      expect(await ask(client, version, 5)).toEqual(['NONE', -1, -1]);
      expect(await ask(client, version, -1)).toEqual(['NONE', -1, -1]);
      expect(await ask(client, version, 1, 4)).toEqual(['NONE', 1, 3]);
      expect(await ask(client, version, 1, 3)).toEqual(['FENCED_LEADER_EPOCH', -1, -1]);
      expect(await ask(client, version, 1, 5)).toEqual(['UNKNOWN_LEADER_EPOCH', -1, -1]);
      const topics = [{ name: 't', partitions: [{ partitionIndex: 0, offset: 5n }] }];
      await client.call(deleteRecords, 2, { topics, timeoutMs: 1000 });
      expect(await ask(client, version, 1)).toEqual(['NONE', 1, 5]);
    },
  );
});

describe('CreatePartitions', () => {
  const grow = async (
    client: Client,
    topic: { name: string; count: number; assignments?: { brokerIds: number[] }[] | null },
    { version = 3, validateOnly = false } = {},
  ) => {
    const topics = [{ assignments: null, ...topic }];
    const answer = await client.call(createPartitions, version, { topics, timeoutMs: 1000, validateOnly });
    return errorName(answer.results[0]?.errorCode ?? -9);
  };
  const count = async (client: Client) => {
    const answer = await client.call(metadata, 12, { topics: [{ name: 't' }], allowAutoTopicCreation: false });
    return answer.topics[0]?.partitions.length;
  };

  it.each(versionsOf(createPartitions))('adds partitions that keep, in version %i', async (version) => {
    const dataDir = await makeDirectory();
    const { connect, broker } = await startBroker({ dataDir });
    const client = await connect();
    await makeTopic(client, 't', {}, 2);
    expect(await grow(client, { name: 't', count: 5 }, { version, validateOnly: true })).toBe('NONE');
    expect(await count(client)).toBe(2);
    expect(await grow(client, { name: 't', count: 3 }, { version })).toBe('NONE');
    const assignments = [{ brokerIds: [1] }, { brokerIds: [1] }];
    expect(await grow(client, { name: 't', count: 5, assignments }, { version })).toBe('NONE');
    expect((await produceTo(client, 't', 4, batchOf(['x']))).error).toBe('NONE');
    await broker.close();
    const again = await connectTo({ dataDir });
    expect(await count(again)).toBe(5);
    expect(await readAll(again, 't', 4)).toEqual(['x']);
  });

  it('refuses what is no increase, or elsewhere, or too much', async () => {
    const client = await connectTo({ maxPartitions: 10 });
    await makeTopic(client, 't', {}, 2);
    const cases: [Parameters<typeof grow>[1], string][] = [
      [{ name: 't', count: 2 }, 'INVALID_PARTITIONS'],
      [{ name: 't', count: 1 }, 'INVALID_PARTITIONS'],
      [{ name: 't', count: -1 }, 'INVALID_PARTITIONS'],
      [{ name: 't', count: 2_000_000_000 }, 'INVALID_PARTITIONS'],
      [{ name: 't', count: 3, assignments: [{ brokerIds: [2] }] }, 'INVALID_REPLICA_ASSIGNMENT'],
      [{ name: 't', count: 3, assignments: [{ brokerIds: [1, 2] }] }, 'INVALID_REPLICA_ASSIGNMENT'],
      [{ name: 't', count: 4, assignments: [{ brokerIds: [1] }] }, 'INVALID_REPLICA_ASSIGNMENT'],
      [{ name: 'nowhere', count: 3 }, 'UNKNOWN_TOPIC_OR_PARTITION'],
      [{ name: '__consumer_offsets', count: 3 }, 'INVALID_TOPIC_EXCEPTION'],
    ];
    for (const [topic, error] of cases) expect(await grow(client, topic)).toBe(error);
    const twice = [3, 4].map((wanted) => ({ name: 't', count: wanted, assignments: null }));
    const answer = await client.call(createPartitions, 3, { topics: twice, timeoutMs: 1000, validateOnly: false });
    expect(answer.results.map(({ errorCode }) => errorName(errorCode))).toEqual(['INVALID_REQUEST']);
    expect(await count(client)).toBe(2);
  });
});

describe('DescribeCluster', () => {
  it.each(versionsOf(describeCluster))(
    'shows this broker where the client found it, in version %i',
    async (version) => {
      const { connect, address, broker } = await startBroker();
      const client = await connect();
      const answer = await client.call(describeCluster, version, { includeClusterAuthorizedOperations: true });
      expect(answer).toMatchObject({
        errorCode: 0,
        clusterId: broker.clusterId,
        controllerId: 1,
        brokers: [{ brokerId: 1, ...address, rack: null }],
        clusterAuthorizedOperations: 8096,
      });
      const plain = await client.call(describeCluster, version, { includeClusterAuthorizedOperations: false });
      expect(plain.clusterAuthorizedOperations).toBe(-2_147_483_648);
    },
  );

  it('has no controllers to show', async () => {
    const client = await connectTo();
    const answer = await client.call(describeCluster, 2, {
      includeClusterAuthorizedOperations: false,
      endpointType: 2,
    });
    expect([errorName(answer.errorCode), answer.brokers]).toEqual(['MISMATCHED_ENDPOINT_TYPE', []]);
  });
});

describe('authorized operations', () => {
  it('are all that there are, for who asks', async () => {
    const client = await connectTo();
    await makeTopic(client, 't');
    const topics = [{ name: 't' }];
    const described = await client.call(metadata, 9, {
      topics,
      allowAutoTopicCreation: false,
      includeTopicAuthorizedOperations: true,
      includeClusterAuthorizedOperations: true,
    });
    expect(described.topics[0]?.topicAuthorizedOperations).toBe(3576);
    expect(described.clusterAuthorizedOperations).toBe(8096);
    const groups = await client.call(describeGroups, 5, { groups: ['g'], includeAuthorizedOperations: true });
    expect(groups.groups[0]?.groupState).toBe('Dead');
  });
});

describe('what is asked for often in one request', () => {
  it('is answered once', async () => {
    const client = await connectTo();
    await makeTopic(client, 't');
    const topics = Array.from({ length: 5 }, () => ({ name: 't' }));
    const described = await client.call(metadata, 12, { topics, allowAutoTopicCreation: false });
    expect(described.topics.length).toBe(1);
    expect((await client.call(describeGroups, 5, { groups: ['g', 'g'] })).groups.length).toBe(1);
    const groups = [{ groupId: 'g', topics: null }];
    expect((await client.call(offsetFetch, 8, { groups: [...groups, ...groups] })).groups.length).toBe(1);
    const keys = { keyType: 0, coordinatorKeys: ['g', 'g'] };
    expect((await client.call(findCoordinator, 6, keys)).coordinators.length).toBe(1);
  });

  it('is refused from the second time on where each costs work', async () => {
    const client = await connectTo();
    await makeTopic(client, 't', {}, 2);
    const partitions = [0, 1, 0].map((partitionIndex) => ({ partitionIndex, timestamp: -3n, offset: 0n }));
    const topics = [{ name: 't', partitions }];
    const listed = await client.call(listOffsets, 7, { replicaId: -1, topics });
    const removed = await client.call(deleteRecords, 2, { topics, timeoutMs: 1000 });
    for (const answer of [listed, removed]) {
      const errors = answer.topics[0]?.partitions.map(({ errorCode }) => errorName(errorCode));
      expect(errors).toEqual(['NONE', 'NONE', 'INVALID_REQUEST']);
    }
  });
});

describe('DescribeTopicPartitions', () => {
  const page = async (client: Client, request: Loose<DescribeTopicPartitionsRequest>) => {
    const { topics, nextCursor } = await client.call(describeTopicPartitions, 0, request);
    const shown = topics.map(({ name, partitions, errorCode }) => {
      return errorCode === 0
        ? `${name} ${partitions.map(({ partitionIndex }) => partitionIndex).join()}`
        : `no ${name}`;
    });
    return { shown, next: nextCursor };
  };

  it('goes through topics by name, so many partitions at a time', async () => {
    const client = await connectTo();
    for (const [name, count] of Object.entries({ b: 3, a: 2, c: 1 })) await makeTopic(client, name, {}, count);
    const topics = ['c', 'b', 'x', 'a', 'a'].map((name) => ({ name }));
    expect(await page(client, { topics })).toEqual({ shown: ['a 0,1', 'b 0,1,2', 'c 0', 'no x'], next: null });
    const pages: string[][] = [];
    let cursor: DescribeTopicPartitionsRequest['cursor'] = null;
    do {
      const { shown, next } = await page(client, { topics, responsePartitionLimit: 2, cursor });
      pages.push(shown);
      cursor = next;
    } while (cursor !== null);
    expect(pages).toEqual([['a 0,1'], ['b 0,1'], ['b 2', 'c 0'], ['no x']]);
    const all = await page(client, { topics: [], cursor: { topicName: 'b', partitionIndex: 1 } });
    expect(all).toEqual({ shown: ['b 1,2', 'c 0'], next: null });
    const odd = await page(client, {
      topics,
      responsePartitionLimit: -5,
      cursor: { topicName: 'b', partitionIndex: 99 },
    });
    expect(odd.shown).toEqual(['b ', 'c 0']);
  });

  it('describes as Metadata does', async () => {
    const client = await connectTo();
    const topicId = await makeTopic(client, 't');
    const { topics } = await client.call(describeTopicPartitions, 0, { topics: [{ name: 't' }] });
    const partition = { partitionIndex: 0, leaderId: 1, replicaNodes: [1], isrNodes: [1], offlineReplicas: [] };
    expect(topics[0]).toMatchObject({ topicId, isInternal: false, partitions: [partition] });
    expect(topics[0]?.partitions[0]?.eligibleLeaderReplicas).toEqual([]);
  });
});

describe('DescribeLogDirs', () => {
  it.each(versionsOf(describeLogDirs))('tells sizes, in version %i', async (version) => {
    const client = await connectTo();
    await makeTopic(client, 't', {}, 2);
    const batch = batchOf(['x']);
    await produceTo(client, 't', 1, batch);
    const wanted = [
      { topic: 't', partitions: [1, 1, 0, 2, -1] },
      { topic: 'nowhere', partitions: [0] },
    ];
    const { results, errorCode } = await client.call(describeLogDirs, version, { topics: wanted });
    expect([errorCode, results.length, results[0]?.errorCode]).toEqual([0, 1, 0]);
    const sizes = results[0]?.topics[0]?.partitions.map(({ partitionIndex, partitionSize }) => {
      return [partitionIndex, Number(partitionSize)];
    });
    expect(sizes).toEqual([
      [1, batch.length],
      [0, 0],
    ]);
    if (version >= 4) {
      expect(results[0]?.totalBytes).toBeGreaterThan(results[0]?.usableBytes ?? 0n);
      expect(results[0]?.usableBytes).toBeGreaterThan(0n);
    }
    const all = await client.call(describeLogDirs, version, { topics: null });
    expect(all.results[0]?.topics.map(({ name }) => name).toSorted()).toEqual(['__consumer_offsets', 't']);
  });
});

describe('ListConfigResources', () => {
  it.each([
    [1, [], ['1 4', '1 8', '__consumer_offsets 2', 't 2']],
    [1, [2], ['__consumer_offsets 2', 't 2']],
    [1, [4, 4], ['1 4']],
    [1, [16, 32], []],
    [0, [], []],
  ])('version %i, types %j', async (version, resourceTypes, expected) => {
    const client = await connectTo();
    await makeTopic(client, 't');
    const answer = await client.call(listConfigResources, version, { resourceTypes });
    const shown = answer.configResources.map(({ resourceName, resourceType }) => `${resourceName} ${resourceType}`);
    expect(shown.toSorted()).toEqual(expected);
  });

  it('knows no other types', async () => {
    const answer = await (await connectTo()).call(listConfigResources, 1, { resourceTypes: [3] });
    expect(errorName(answer.errorCode)).toBe('UNSUPPORTED_VERSION');
  });
});

describe('what one broker has no use for', () => {
  it.each(versionsOf(electLeaders))('elects no leaders, in version %i', async (version) => {
    const client = await connectTo();
    await makeTopic(client, 't');
    const topicPartitions = [{ topic: 't', partitions: [0, 1] }];
    const answer = await client.call(electLeaders, version, { topicPartitions, timeoutMs: 1000 });
    const errors = answer.replicaElectionResults[0]?.partitionResult.map(({ errorCode }) => errorName(errorCode));
    expect(errors).toEqual(['ELECTION_NOT_NEEDED', 'UNKNOWN_TOPIC_OR_PARTITION']);
    const all = await client.call(electLeaders, version, { topicPartitions: null, timeoutMs: 1000 });
    expect(all.replicaElectionResults).toEqual([]);
  });

  it.each(versionsOf(alterPartitionReassignments))('moves no partitions, in version %i', async (version) => {
    const client = await connectTo();
    await makeTopic(client, 't');
    const wanted = [
      [0, [1]],
      [0, [2]],
      [0, [1, 2]],
      [0, null],
      [9, [1]],
    ] as const;
    const partitions = wanted.map(([partitionIndex, replicas]) => ({
      partitionIndex,
      replicas: replicas === null ? null : [...replicas],
    }));
    const answer = await client.call(alterPartitionReassignments, version, { topics: [{ name: 't', partitions }] });
    const errors = answer.responses[0]?.partitions.map(({ errorCode }) => errorName(errorCode));
    expect(errors).toEqual([
      'NONE',
      'INVALID_REPLICA_ASSIGNMENT',
      'INVALID_REPLICA_ASSIGNMENT',
      'NO_REASSIGNMENT_IN_PROGRESS',
      'UNKNOWN_TOPIC_OR_PARTITION',
    ]);
    const listed = await client.call(listPartitionReassignments, 0, { topics: null });
    expect([listed.errorCode, listed.topics]).toEqual([0, []]);
  });

  it.each(versionsOf(describeClientQuotas))('keeps no quotas, in version %i', async (version) => {
    const answer = await (await connectTo()).call(describeClientQuotas, version, { components: [], strict: false });
    expect([answer.errorCode, answer.entries]).toEqual([0, []]);
  });
});
