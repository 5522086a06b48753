import {
  alterConfigs,
  createTopics,
  deleteTopics,
  describeConfigs,
  errorName,
  incrementalAlterConfigs,
  metadata,
  type CreateTopicsRequest,
  type Loose,
} from '@sluice/kafka';
import { describe, expect, it } from 'vitest';
import { makeDirectory, startBroker } from './support/broker.ts';
import type { Client } from './support/client.ts';
import { batchOf, findTopicId, makeTopic, produceTo, readAll } from './support/records.ts';

const TOPIC = 2;

async function create(client: Client, topic: Loose<CreateTopicsRequest['topics'][number]>, validateOnly = false) {
  const topics = [{ numPartitions: 1, replicationFactor: 1, ...topic }];
  const answer = await client.call(createTopics, 7, { topics, timeoutMs: 1000, validateOnly });
  const [created] = answer.topics;
  return { ...created, error: errorName(created?.errorCode ?? -9) };
}

describe('CreateTopics', () => {
  const long = 'x'.repeat(250);
  const cases: [string, Loose<CreateTopicsRequest['topics'][number]>, string][] = [
    ['an ordinary topic', { name: 'fine.topic_1-x', numPartitions: 3 }, 'NONE'],
    ['defaults', { name: 'defaults', numPartitions: -1, replicationFactor: -1 }, 'NONE'],
    ['an existing topic', { name: 'taken' }, 'TOPIC_ALREADY_EXISTS'],
    ['an empty name', { name: '' }, 'INVALID_TOPIC_EXCEPTION'],
    ['a name of dots', { name: '..' }, 'INVALID_TOPIC_EXCEPTION'],
    ['a path', { name: '../../etc/passwd' }, 'INVALID_TOPIC_EXCEPTION'],
    ['a name too long', { name: long }, 'INVALID_TOPIC_EXCEPTION'],
    ['a name of the broker', { name: '__consumer_offsets' }, 'INVALID_TOPIC_EXCEPTION'],
    ['no partitions', { name: 'a', numPartitions: 0 }, 'INVALID_PARTITIONS'],
    ['negative partitions', { name: 'a', numPartitions: -2 }, 'INVALID_PARTITIONS'],
    ['too many partitions', { name: 'a', numPartitions: 2_000_000_000 }, 'INVALID_PARTITIONS'],
    ['three replicas', { name: 'a', replicationFactor: 3 }, 'INVALID_REPLICATION_FACTOR'],
    ['no replica', { name: 'a', replicationFactor: 0 }, 'INVALID_REPLICATION_FACTOR'],
    ['an unknown config', { name: 'a', configs: [{ name: 'no.such', value: '1' }] }, 'INVALID_CONFIG'],
    ['a null config', { name: 'a', configs: [{ name: 'retention.ms', value: null }] }, 'INVALID_CONFIG'],
    ['a config of the wrong type', { name: 'a', configs: [{ name: 'retention.ms', value: 'x' }] }, 'INVALID_CONFIG'],
    ['a number too low', { name: 'a', configs: [{ name: 'retention.ms', value: '-2' }] }, 'INVALID_CONFIG'],
    ['a value not in the list', { name: 'a', configs: [{ name: 'cleanup.policy', value: 'burn' }] }, 'INVALID_CONFIG'],
    [
      'an unknown validation',
      { name: 'a', configs: [{ name: 'sluice.value.schema.validation', value: 'x' }] },
      'INVALID_CONFIG',
    ],
    [
      'an assignment to this broker',
      {
        name: 'assigned',
        numPartitions: -1,
        replicationFactor: -1,
        assignments: [
          { partitionIndex: 1, brokerIds: [1] },
          { partitionIndex: 0, brokerIds: [1] },
        ],
      },
      'NONE',
    ],
    [
      'an assignment elsewhere',
      { name: 'a', numPartitions: -1, replicationFactor: -1, assignments: [{ partitionIndex: 0, brokerIds: [2] }] },
      'INVALID_REPLICA_ASSIGNMENT',
    ],
    ['both ways at once', { name: 'a', assignments: [{ partitionIndex: 0, brokerIds: [1] }] }, 'INVALID_REQUEST'],
  ];
  it.each(cases)('answers %s', async (_, topic, error) => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 'taken');
    const checked = await create(client, topic, true);
    expect(checked.error).toBe(error);
    const described = await client.call(metadata, 12, {
      topics: [{ name: topic.name ?? '' }],
      allowAutoTopicCreation: false,
    });
    if (error === 'NONE') expect(described.topics[0]?.errorCode).toBe(3);
    const created = await create(client, topic);
    expect(created.error).toBe(error);
    if (error === 'NONE') expect(await findTopicId(client, topic.name ?? '')).toBe(created.topicId);
    else expect(created.errorMessage).toBeTruthy();
  });

  it('takes more replicas than there are when lenient', async () => {
    const { connect } = await startBroker({ lenientReplicationFactor: true });
    expect((await create(await connect(), { name: 'a', replicationFactor: 3 })).error).toBe('NONE');
  });

  it('makes one topic when many ask for the same', async () => {
    const { connect } = await startBroker();
    const clients = await Promise.all(Array.from({ length: 5 }, () => connect()));
    const outcomes = await Promise.all(clients.map((client) => create(client, { name: 'same' })));
    expect(outcomes.map(({ error }) => error).toSorted()).toEqual([
      'NONE',
      ...Array<string>(4).fill('TOPIC_ALREADY_EXISTS'),
    ]);
  });
});

describe('DeleteTopics', () => {
  it('removes records for good, by name and by id', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    for (const byId of [false, true]) {
      const topicId = await makeTopic(client, 't');
      await produceTo(client, 't', 0, batchOf(['x']));
      const answer = byId
        ? await client.call(deleteTopics, 6, { topics: [{ name: null, topicId }], timeoutMs: 1000 })
        : await client.call(deleteTopics, 4, { topicNames: ['t'], timeoutMs: 1000 });
      expect(answer.responses[0]?.errorCode).toBe(0);
      expect((await produceTo(client, 't', 0, batchOf(['x']))).error).toBe('UNKNOWN_TOPIC_OR_PARTITION');
      expect(await makeTopic(client, 't')).not.toBe(topicId);
      expect(await readAll(client, 't', 0)).toEqual([]);
      await client.call(deleteTopics, 4, { topicNames: ['t'], timeoutMs: 1000 });
    }
  });

  it('refuses what is not there and what is not the client’s', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    const topicNames = ['nowhere', '__consumer_offsets'];
    const answer = await client.call(deleteTopics, 5, { topicNames, timeoutMs: 1000 });
    const errors = answer.responses.map(({ errorCode }) => errorName(errorCode));
    expect(errors).toEqual(['UNKNOWN_TOPIC_OR_PARTITION', 'INVALID_REQUEST']);
  });
});

describe('AlterConfigs', () => {
  it.each([0, 1, 2])('replaces all configs of a topic, in version %i', async (version) => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't', { 'retention.ms': '1', 'segment.ms': '2' });
    const replace = async (configs: { name: string; value: string | null }[], validateOnly = false, type = TOPIC) => {
      const resources = [{ resourceType: type, resourceName: 't', configs }];
      const answer = await client.call(alterConfigs, version, { resources, validateOnly });
      return errorName(answer.responses[0]?.errorCode ?? -9);
    };
    const ownConfigs = async () => {
      const resources = [{ resourceType: TOPIC, resourceName: 't', configurationKeys: null }];
      const answer = await client.call(describeConfigs, 4, { resources });
      const own = answer.results[0]?.configs.filter(({ configSource }) => configSource === 1) ?? [];
      return own.map(({ name, value }) => `${name}=${value}`);
    };
    expect(await replace([{ name: 'retention.ms', value: '7' }], true)).toBe('NONE');
    expect(await replace([{ name: 'retention.ms', value: 'x' }])).toBe('INVALID_CONFIG');
    expect(await replace([{ name: 'no.such', value: 'x' }])).toBe('INVALID_CONFIG');
    expect(await replace([{ name: 'retention.ms', value: null }])).toBe('INVALID_REQUEST');
    const twice = { name: 'retention.ms', value: '1' };
    expect(await replace([twice, twice])).toBe('INVALID_REQUEST');
    expect(await ownConfigs()).toEqual(['retention.ms=1', 'segment.ms=2']);
    expect(await replace([{ name: 'retention.ms', value: '7' }])).toBe('NONE');
    expect(await ownConfigs()).toEqual(['retention.ms=7']);
    expect(await replace([])).toBe('NONE');
    expect(await ownConfigs()).toEqual([]);
  });
});

describe('configs', () => {
  const describeTopic = async (client: Client, names: string[] | null) => {
    const resources = [{ resourceType: TOPIC, resourceName: 't', configurationKeys: names }];
    const answer = await client.call(describeConfigs, 4, {
      resources,
      includeSynonyms: true,
      includeDocumentation: true,
    });
    return answer.results[0]?.configs ?? [];
  };
  const alter = async (client: Client, configs: readonly [string, number, string | null][], validateOnly = false) => {
    const entries = configs.map(([name, configOperation, value]) => ({ name, configOperation, value }));
    const resources = [{ resourceType: TOPIC, resourceName: 't', configs: entries }];
    const answer = await client.call(incrementalAlterConfigs, 1, { resources, validateOnly });
    return errorName(answer.responses[0]?.errorCode ?? -9);
  };

  it('are set, added to, taken from and deleted, and survive a restart', async () => {
    const dataDir = await makeDirectory();
    const { connect, broker } = await startBroker({ dataDir });
    const client = await connect();
    await makeTopic(client, 't', { 'cleanup.policy': 'compact' });
    expect(await alter(client, [['cleanup.policy', 2, 'delete']])).toBe('NONE');
    expect(await alter(client, [['cleanup.policy', 3, 'compact']])).toBe('NONE');
    expect(await alter(client, [['retention.ms', 0, '1000']])).toBe('NONE');
    expect(await alter(client, [['segment.ms', 0, '77']], true)).toBe('NONE');
    expect(await alter(client, [['retention.ms', 0, 'x']])).toBe('INVALID_CONFIG');
    expect(await alter(client, [['retention.ms', 2, '1']])).toBe('INVALID_CONFIG');
    await broker.close();
    const again = await (await startBroker({ dataDir })).connect();
    const configs = await describeTopic(again, ['cleanup.policy', 'retention.ms', 'segment.ms']);
    expect(configs.map(({ name, value, configSource, configType }) => [name, value, configSource, configType])).toEqual(
      [
        ['cleanup.policy', 'delete', 1, 7],
        ['retention.ms', '1000', 1, 5],
        ['segment.ms', '604800000', 5, 5],
      ],
    );
    expect(configs[1]?.synonyms.map(({ name, value, source }) => [name, value, source])).toEqual([
      ['retention.ms', '1000', 1],
      ['log.retention.hours', '168', 5],
    ]);
    expect(await alter(again, [['retention.ms', 1, null]])).toBe('NONE');
    expect((await describeTopic(again, ['retention.ms']))[0]).toMatchObject({ value: '604800000', configSource: 5 });
  });

  it('are all described, documented, and show aliases as what they alias', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't', { 'confluent.value.schema.validation': 'true' });
    const configs = await describeTopic(client, null);
    expect(configs.length).toBeGreaterThan(40);
    expect(configs.every(({ documentation }) => documentation !== null && documentation !== '')).toBe(true);
    const valueOf = (name: string) => configs.find((config) => config.name === name)?.value;
    expect(valueOf('sluice.value.schema.validation')).toBe('id');
    expect(valueOf('redpanda.value.schema.id.validation')).toBe('true');
    const strategy = 'io.confluent.kafka.serializers.subject.RecordNameStrategy';
    expect(await alter(client, [['confluent.value.subject.name.strategy', 0, strategy]])).toBe('NONE');
    const [described] = await describeTopic(client, ['sluice.value.subject.name.strategy']);
    expect(described?.value).toBe('RecordNameStrategy');
  });
});
