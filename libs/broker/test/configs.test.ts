import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createBroker } from '@sluice/broker';
import { createTopics, describeConfigs, errorName, incrementalAlterConfigs, alterConfigs } from '@sluice/kafka';
import { createLogger, createMetrics } from '@sluice/runtime';
import { describe, expect, it } from 'vitest';
import { BROKER_CONFIGS } from '../src/configs/broker-config-table.ts';
import { TOPIC_CONFIGS } from '../src/configs/topic-config-table.ts';
import { makeDirectory, startBroker, textGate } from './support/broker.ts';
import type { Client } from './support/client.ts';
import { batchOf, fetchFrom, makeTopic, produceTo } from './support/records.ts';

const TOPIC = 2;
const BROKER = 4;
const SET = 0;
const DELETE = 1;

async function show(client: Client, resourceType: number, resourceName: string, configurationKeys: string[] | null) {
  const resources = [{ resourceType, resourceName, configurationKeys }];
  const options = { includeSynonyms: true, includeDocumentation: true };
  const { results } = await client.call(describeConfigs, 4, { resources, ...options });
  return results[0]?.configs ?? [];
}

async function alter(
  client: Client,
  resource: [number, string],
  name: string,
  operation: number,
  value: string | null,
) {
  const configs = [{ name, configOperation: operation, value }];
  const resources = [{ resourceType: resource[0], resourceName: resource[1], configs }];
  const answer = await client.call(incrementalAlterConfigs, 1, { resources, validateOnly: false });
  return answer.responses.map(({ errorCode, errorMessage }) => [errorName(errorCode), errorMessage])[0];
}

/** Names, types, defaults, allowed values and modes that Kafka's own jars declare. */
const KAFKA = readFileSync(join(import.meta.dirname, 'support/kafka-configs.tsv'), 'utf8')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('#'))
  .map((line) => {
    const [of = '', name = '', type = '', value = '', allowed = '', last = ''] = line.split('\t');
    return { of, name, type, default: value, allowed, last };
  });

describe('the tables', () => {
  /** Where Sluice is not as Kafka, and says so. */
  const OTHER_DEFAULTS: Record<string, string | null> = {
    'broker.id': null,
    'fetch.max.bytes': '16777216',
    'group.coordinator.rebalance.protocols': 'classic',
    'group.initial.rebalance.delay.ms': '100',
    'group.max.size': '1000',
    listeners: null,
    'log.dir': null,
    'max.connections': '5000',
    'offsets.topic.num.partitions': '1',
    'offsets.topic.replication.factor': '1',
    'socket.listen.backlog.size': '511',
  };

  it.each(['topic', 'broker'])('have every config of a Kafka %s, of its type and default', (of) => {
    const table = of === 'topic' ? TOPIC_CONFIGS : BROKER_CONFIGS;
    const wanted = KAFKA.filter((config) => config.of === of);
    expect(wanted.length).toBeGreaterThan(30);
    for (const { name, type, default: value } of wanted) {
      const given = value === 'null' || value === '<required>' ? null : value;
      const expected = name in OTHER_DEFAULTS && of === 'broker' ? OTHER_DEFAULTS[name] : given;
      expect([name, table[name]?.type, table[name]?.default]).toEqual([name, type, expected]);
    }
    const known = new Set(wanted.map(({ name }) => name));
    const own = Object.keys(table).filter((name) => !known.has(name));
    // Quotas on replication are no part of a broker's file in Kafka, only set at run time.
    expect(own.filter((name) => !/sluice|confluent|redpanda|throttled\.rate|log\.dirs\.io/.test(name))).toEqual([]);
  });

  it('allow the values that Kafka allows', () => {
    for (const { of, name, type, allowed } of KAFKA) {
      const entry = of === 'topic' ? TOPIC_CONFIGS[name] : BROKER_CONFIGS[name];
      const [, min, max] = /^\[(-?[\d.]+),\.\.\.(?:,([\d.]+))?\]$/.exec(allowed) ?? [];
      if (min !== undefined && !name.includes('segment.bytes')) expect([name, entry?.min]).toEqual([name, Number(min)]);
      if (max !== undefined) expect([name, entry?.max]).toEqual([name, Number(max)]);
      if (min === undefined && allowed.startsWith('[') && ['string', 'list'].includes(type) && !/:/.test(allowed)) {
        expect([name, entry?.values?.toSorted()]).toEqual([name, allowed.slice(1, -1).split(', ').toSorted()]);
      }
    }
  });

  it('have the synonyms and update modes of Kafka', () => {
    // What Sluice reads once, at its start.
    const readOnly = new Set(['max.connections', 'listeners']);
    for (const { of, name, last } of KAFKA) {
      if (of === 'topic') expect([name, TOPIC_CONFIGS[name]?.synonyms.join()]).toEqual([name, last]);
      else if (!readOnly.has(name)) expect([name, BROKER_CONFIGS[name]?.update]).toEqual([name, last]);
    }
  });

  it('say of everything without effect why', () => {
    for (const [name, { effect, reason, documentation }] of [
      ...Object.entries(TOPIC_CONFIGS),
      ...Object.entries(BROKER_CONFIGS),
    ]) {
      expect([name, documentation.length > 10, effect === 'enforced' ? 'why' : reason]).not.toContain(false);
      expect([name, effect === 'enforced' || reason !== undefined]).toEqual([name, true]);
    }
  });
});

describe('configs of the broker', () => {
  it.each([1, 2, 3, 4])('are all described, in version %i', async (version) => {
    const { connect, address } = await startBroker({ partitions: 3, groups: { 'group.max.size': 9 } });
    const client = await connect();
    const resources = [{ resourceType: BROKER, resourceName: '1', configurationKeys: null }];
    const { results } = await client.call(describeConfigs, version, {
      resources: [...resources, ...resources],
      includeSynonyms: true,
      ...(version >= 3 ? { includeDocumentation: true } : {}),
    });
    expect(results.length).toBe(1);
    const configs = results[0]?.configs ?? [];
    expect(configs.length).toBe(Object.keys(BROKER_CONFIGS).length);
    const find = (name: string) => configs.find((config) => config.name === name);
    expect(find('num.partitions')).toMatchObject({ value: '3', configSource: 4, readOnly: true, isSensitive: false });
    expect(find('num.partitions')?.synonyms).toEqual([
      { name: 'num.partitions', value: '3', source: 4 },
      { name: 'num.partitions', value: '1', source: 5 },
    ]);
    expect(find('group.max.size')).toMatchObject({ value: '9', configSource: 4 });
    expect(find('node.id')).toMatchObject({ value: '1', configSource: 4 });
    expect(find('listeners')?.value).toBe(`PLAINTEXT://127.0.0.1:${address.port}`);
    expect(find('ssl.keystore.password')).toMatchObject({ value: null, isSensitive: true, synonyms: [] });
    expect(find('log.retention.ms')).toMatchObject({ value: null, readOnly: false, configSource: 5 });
    if (version >= 3) {
      expect(find('log.retention.ms')?.configType).toBe(5);
      expect(configs.every(({ documentation }) => (documentation ?? '') !== '')).toBe(true);
    }
  });

  it('set at run time count for topics that do not say otherwise, and survive a restart', async () => {
    const dataDir = await makeDirectory();
    const { connect, broker } = await startBroker({ dataDir, topicDefaults: { 'retention.ms': '5000' } });
    const client = await connect();
    await makeTopic(client, 'plain');
    await makeTopic(client, 'own', { 'retention.ms': '7' });
    const retention = async (of: Client, topic: string) => {
      const [config] = await show(of, TOPIC, topic, ['retention.ms']);
      return [config?.value, config?.configSource, config?.synonyms.map(({ name, value }) => `${name}=${value}`)];
    };
    expect(await retention(client, 'plain')).toEqual(['5000', 4, ['log.retention.ms=5000', 'log.retention.hours=168']]);
    expect(await alter(client, [BROKER, ''], 'log.retention.ms', SET, '6000')).toEqual(['NONE', null]);
    expect((await retention(client, 'plain')).slice(0, 2)).toEqual(['6000', 3]);
    expect(await alter(client, [BROKER, '1'], 'log.retention.ms', SET, '8000')).toEqual(['NONE', null]);
    expect(await retention(client, 'plain')).toEqual([
      '8000',
      2,
      ['log.retention.ms=8000', 'log.retention.ms=6000', 'log.retention.ms=5000', 'log.retention.hours=168'],
    ]);
    expect((await retention(client, 'own')).slice(0, 2)).toEqual(['7', 1]);
    expect((await show(client, BROKER, '', null)).map(({ name, value }) => [name, value])).toEqual([
      ['log.retention.ms', '6000'],
    ]);
    await broker.close();
    const again = await (await startBroker({ dataDir })).connect();
    expect((await retention(again, 'plain')).slice(0, 2)).toEqual(['8000', 2]);
    expect(await alter(again, [BROKER, '1'], 'log.retention.ms', DELETE, null)).toEqual(['NONE', null]);
    expect(await alter(again, [BROKER, ''], 'log.retention.ms', DELETE, null)).toEqual(['NONE', null]);
    expect(await retention(again, 'plain')).toEqual(['604800000', 5, ['log.retention.hours=168']]);
  });

  it('reach topics that are there already', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't');
    expect((await produceTo(client, 't', 0, batchOf(['bad']))).error).toBe('NONE');
    expect(await alter(client, [BROKER, ''], 'sluice.value.schema.validation', SET, 'payload')).toEqual(['NONE', null]);
    expect((await produceTo(client, 't', 0, batchOf(['bad']))).error).toBe('INVALID_RECORD');
    expect(await alter(client, [BROKER, ''], 'message.max.bytes', SET, '100')).toEqual(['NONE', null]);
    expect((await produceTo(client, 't', 0, batchOf(['x'.repeat(100)]))).error).toBe('MESSAGE_TOO_LARGE');
  });

  it('are refused by name where they cannot be set', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    const cases: [[number, string], string, string, string, string][] = [
      [[BROKER, '1'], 'no.such', '1', 'INVALID_CONFIG', 'Unknown broker config name: no.such'],
      [[BROKER, '1'], 'num.partitions', '7', 'INVALID_CONFIG', 'num.partitions'],
      [[BROKER, ''], 'cordoned.log.dirs', 'x', 'INVALID_CONFIG', 'all brokers at once'],
      [[BROKER, '1'], 'log.retention.ms', 'x', 'INVALID_CONFIG', 'not a number of type LONG'],
      [[BROKER, '1'], 'log.retention.ms', '9223372036854775808', 'INVALID_CONFIG', 'not a number of type LONG'],
      [[BROKER, '1'], 'message.max.bytes', '2147483648', 'INVALID_CONFIG', 'not a number of type INT'],
      [[BROKER, '1'], 'ssl.keystore.location', '/x', 'INVALID_CONFIG', 'security is not there yet'],
      [[BROKER, '2'], 'log.retention.ms', '1', 'INVALID_REQUEST', 'This is broker 1'],
      [[BROKER, 'constructor'], 'log.retention.ms', '1', 'INVALID_REQUEST', 'This is broker 1'],
      [[TOPIC, 't'], 'constructor', '1', 'INVALID_CONFIG', 'Unknown topic config name: constructor'],
      [[TOPIC, 't'], 'remote.storage.enable', 'true', 'INVALID_CONFIG', 'no tiered storage'],
      [[16, 'x'], 'interval.ms', '1', 'INVALID_REQUEST', 'topics and of brokers'],
    ];
    await makeTopic(client, 't');
    for (const [resource, name, value, error, message] of cases) {
      expect(await alter(client, resource, name, SET, value)).toEqual([error, expect.stringContaining(message)]);
    }
    expect(await alter(client, [TOPIC, 't'], 'remote.storage.enable', SET, 'false')).toEqual(['NONE', null]);
    expect(await alter(client, [BROKER, '1'], 'num.io.threads', SET, '4')).toEqual(['NONE', null]);
  });

  it('are replaced by AlterConfigs', async () => {
    const { connect } = await startBroker();
    const client = await connect();
    await alter(client, [BROKER, ''], 'log.retention.ms', SET, '6000');
    const configs = [{ name: 'log.segment.bytes', value: '1048576' }];
    const resources = [{ resourceType: BROKER, resourceName: '', configs }];
    const answer = await client.call(alterConfigs, 2, { resources, validateOnly: false });
    expect(answer.responses[0]?.errorCode).toBe(0);
    expect((await show(client, BROKER, '', null)).map(({ name }) => name)).toEqual(['log.segment.bytes']);
  });

  it.each([
    [{ configs: { 'no.such': '1' } }, 'no.such'],
    [{ configs: { 'default.replication.factor': '3' } }, 'default.replication.factor'],
    [{ configs: { 'ssl.client.auth': 'required' } }, 'security is not there yet'],
    [{ topicDefaults: { 'retention.ms': 'x' } }, 'log.retention.ms'],
    [{ topicDefaults: { 'no.such': 'x' } }, 'no.such'],
    [{ partitions: 0 }, 'num.partitions'],
  ])('given wrong, %j, keep the broker from starting', async (options, message) => {
    const logger = createLogger({ level: 'silent' });
    const opening = createBroker({ gate: textGate, logger, metrics: createMetrics(), ...options });
    await expect(opening).rejects.toMatchObject({ kind: 'invalid-option', message: expect.stringContaining(message) });
  });

  it('given in other units than those of topics are converted', async () => {
    const { connect } = await startBroker({ configs: { 'log.retention.minutes': '2', 'log.roll.hours': '1' } });
    const client = await connect();
    await makeTopic(client, 't');
    const configs = await show(client, TOPIC, 't', ['retention.ms', 'segment.ms']);
    expect(configs.map(({ value, configSource }) => [value, configSource])).toEqual([
      ['120000', 4],
      ['3600000', 4],
    ]);
  });
});

describe('timestamps', () => {
  const hour = 3_600_000;
  it.each([
    [{}, -1000 * hour, 'NONE'],
    [{}, 0.9 * hour, 'NONE'],
    [{}, 1.1 * hour, 'INVALID_TIMESTAMP'],
    [{ 'message.timestamp.type': 'LogAppendTime' }, 1.1 * hour, 'NONE'],
    [{ 'message.timestamp.before.max.ms': `${hour}` }, -1.1 * hour, 'INVALID_TIMESTAMP'],
    [{ 'message.timestamp.before.max.ms': `${hour}` }, -0.9 * hour, 'NONE'],
    [{ 'message.timestamp.after.max.ms': `${2 * hour}` }, 1.1 * hour, 'NONE'],
  ])('of a topic with %j, %d ms from now: %s', async (configs, fromNowMs, error) => {
    const { connect } = await startBroker();
    const client = await connect();
    await makeTopic(client, 't', configs);
    const timestamp = BigInt(Date.now() + fromNowMs);
    expect((await produceTo(client, 't', 0, batchOf(['x'], { timestamp }))).error).toBe(error);
  });
});

describe('aliases', () => {
  it.each(['none', 'id', 'payload'])('written back as they were read leave %s as it is', async (validation) => {
    const { connect } = await startBroker();
    const client = await connect();
    const name = 'sluice.value.schema.validation';
    await makeTopic(client, 't', { [name]: validation });
    const own = (await show(client, TOPIC, 't', null)).filter(({ configSource }) => configSource === 1);
    const configs = own.map((config) => ({ name: config.name, value: config.value }));
    expect(configs).toContainEqual({ name, value: validation });
    const resources = [{ resourceType: TOPIC, resourceName: 't', configs }];
    await client.call(alterConfigs, 2, { resources, validateOnly: false });
    expect((await show(client, TOPIC, 't', [name]))[0]?.value).toBe(validation);
  });
});

describe('CreateTopics', () => {
  it.each([5, 6, 7])('answers the configs of the new topic, in version %i', async (version) => {
    const { connect } = await startBroker({ topicDefaults: { 'segment.ms': '7' } });
    const configs = [{ name: 'retention.ms', value: '1' }];
    const topics = [{ name: 't', numPartitions: -1, replicationFactor: -1, configs }];
    const answer = await (await connect()).call(createTopics, version, { topics, timeoutMs: 1000 });
    const [created] = answer.topics;
    expect([created?.errorCode, created?.numPartitions, created?.replicationFactor]).toEqual([0, 1, 1]);
    const find = (name: string) => created?.configs?.find((config) => config.name === name);
    expect(find('retention.ms')).toMatchObject({ value: '1', configSource: 1, readOnly: false, isSensitive: false });
    expect(find('segment.ms')).toMatchObject({ value: '7', configSource: 4 });
    expect(find('segment.bytes')).toMatchObject({ value: '1073741824', configSource: 5 });
  });
});

describe('retention', () => {
  const OFTEN = { 'log.retention.check.interval.ms': '10' };
  const small = { 'segment.bytes': '200' };

  async function startOf(client: Client): Promise<bigint> {
    return (await fetchFrom(client, 't', 0, 20n)).logStartOffset;
  }

  it('removes what is older than retention.ms', async () => {
    const { connect } = await startBroker({ configs: OFTEN });
    const client = await connect();
    await makeTopic(client, 't', { ...small, 'retention.ms': '3600000' });
    for (let i = 0; i < 20; i++) {
      const timestamp = BigInt(Date.now() - (i < 10 ? 7_200_000 : 0));
      await produceTo(client, 't', 0, batchOf([`value ${i}`], { timestamp }));
    }
    await expect.poll(() => startOf(client)).toBeGreaterThanOrEqual(9n);
    expect(await startOf(client)).toBeLessThanOrEqual(10n);
  });

  it('removes what is more than retention.bytes, of partitions that nobody has used since the start', async () => {
    const dataDir = await makeDirectory();
    const first = await startBroker({ dataDir });
    const client = await first.connect();
    await makeTopic(client, 't', small);
    for (let i = 0; i < 20; i++) await produceTo(client, 't', 0, batchOf([`value ${i}`]));
    expect(await startOf(client)).toBe(0n);
    await alter(client, [TOPIC, 't'], 'retention.bytes', SET, '400');
    await first.broker.close();
    const { connect, lines } = await startBroker({ dataDir, configs: OFTEN });
    await expect.poll(() => lines.some(({ msg }) => msg === 'old records removed')).toBe(true);
    const start = await startOf(await connect());
    expect(start).toBeGreaterThan(10n);
    expect(start).toBeLessThan(19n);
  });

  it('leaves compacted topics alone', async () => {
    const { connect } = await startBroker({ configs: OFTEN });
    const client = await connect();
    for (const policy of ['compact', 'delete']) {
      const topic = policy === 'compact' ? 'kept' : 't';
      await makeTopic(client, topic, { ...small, 'cleanup.policy': policy, 'retention.ms': '1' });
      for (let i = 0; i < 5; i++) await produceTo(client, topic, 0, batchOf(['x'], { timestamp: 1n }));
    }
    await expect.poll(async () => (await fetchFrom(client, 't', 0, 5n)).logStartOffset).toBe(5n);
    expect((await fetchFrom(client, 'kept', 0, 0n)).logStartOffset).toBe(0n);
  });
});

describe('a validated topic', () => {
  it('whose subject has no version is told of when it is configured', async () => {
    const gate: typeof textGate = {
      ...textGate,
      open(topic, policy) {
        const opened = textGate.open(topic, policy);
        const refuse = (field: 'key' | 'value') => async () => {
          return { reason: 'no-subject', field, subject: `${topic}-${field}`, message: 'none' } as const;
        };
        return { ...opened, checkKey: refuse('key'), checkValue: refuse('value') };
      },
    };
    const { connect, lines } = await startBroker({ gate });
    const client = await connect();
    const told = () => lines.flatMap(({ msg, subject }) => (String(msg).includes('no version') ? [subject] : []));
    await makeTopic(client, 'plain');
    await makeTopic(client, 'made', { 'sluice.value.schema.validation': 'id' });
    await expect.poll(told).toEqual(['made-value']);
    await alter(client, [TOPIC, 'plain'], 'sluice.key.schema.validation', SET, 'payload');
    await expect.poll(told).toEqual(['made-value', 'plain-key']);
  });
});
