import { deepEqual, equal, match, ok, rejects } from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { createTopics, describeConfigs, describeGroups, listGroups, listOffsets, metadata } from '@sluice/kafka';
import { machineSensorFile, readStoredCompressions } from '../../harness/factory.ts';
import type { Factory } from '../../harness/factory.ts';
import type { KafkaConnection } from '../../harness/kafka-connection.ts';
import { REFUSALS } from './refusals.ts';
import type { Driver, InputRecord } from './driver.ts';
import { checkRead, readAll, waitForShares } from './group-reading.ts';

/** What a case works with: the client, a Sluice of its own, and a connection that sees what the client did. */
export interface Context {
  readonly driver: Driver;
  readonly factory: Factory;
  /** Where the client was told that the broker is. */
  readonly address: string;
  /** What the client's error says of a refused record. */
  readonly refusal: RegExp;
  readonly observer: KafkaConnection;
  /** What stands in the topic `orders`. */
  readonly sent: InputRecord[];
}

const PARTITIONS = 3;
const CODECS = ['gzip', 'snappy', 'lz4', 'zstd'] as const;

const produceWith = (codec: (typeof CODECS)[number]) => async (context: Context) => {
  await produce(context, 'orders', codec, 100);
  const stored = await readStoredCompressions(context.factory.sluice.dataDir, 'orders');
  ok(stored.includes(codec), `stored as ${stored.join(', ')}`);
};

/** What every client is put through, in this order: later cases stand on what earlier ones left. */
export const CASES = {
  'create a topic': async ({ driver, observer }: Context) => {
    const configs = { 'retention.ms': '86400000' };
    await driver.call('create-topic', { topic: 'orders', partitions: PARTITIONS, configs });
    equal(await partitionsOf(observer, 'orders'), PARTITIONS);
    equal(await configOf(observer, 'orders', 'retention.ms'), '86400000');
  },
  'produce 1,000 keyed records with headers': async (context: Context) => {
    await ensureTopic(context, 'orders');
    await produce(context, 'orders', 'none', 1000);
    equal(await sumOffsets(context.observer, 'orders', 'latest'), 1000);
  },
  'produce with gzip': produceWith('gzip'),
  'produce with snappy': produceWith('snappy'),
  'produce with lz4': produceWith('lz4'),
  'produce with zstd': produceWith('zstd'),
  'read them in order for each key': async ({ driver, sent }: Context) => {
    equal(sent.length, 1000 + 100 * CODECS.length);
    await driver.call('join', { member: 'alone', group: 'readers', topic: 'orders' });
    const read = await readAll(driver, ['alone'], sent.length);
    checkRead(read, sent);
    await driver.call('leave', { member: 'alone' });
  },
  'share partitions in a group of two': async (context: Context) => {
    await ensureTopic(context, 'shared');
    await joinPair(context, 'first');
    await joinPair(context, 'second');
    await waitForShares(context.driver, ['first', 'second'], PARTITIONS);
    await produceAndRead(context, ['first', 'second']);
  },
  'take over from a member that leaves, and share again with one that comes back': async (context: Context) => {
    await context.driver.call('leave', { member: 'second' });
    await waitForShares(context.driver, ['first'], PARTITIONS);
    await produceAndRead(context, ['first']);
    await joinPair(context, 'again');
    await waitForShares(context.driver, ['first', 'again'], PARTITIONS);
    await produceAndRead(context, ['first', 'again']);
  },
  'resume from commits': async (context: Context) => {
    const { driver } = context;
    await driver.call('leave', { member: 'again' });
    await driver.call('leave', { member: 'first' });
    const records = await produce(context, 'shared', 'none', 50);
    await joinPair(context, 'later');
    checkRead(await readAll(driver, ['later'], records.length), records);
    await driver.call('leave', { member: 'later' });
  },
  'keep the partitions of a static member that restarts': async (context: Context) => {
    const { driver, observer } = context;
    await ensureTopic(context, 'kept');
    const member = (name: string, instance: string) => ({ member: name, group: 'static', topic: 'kept', instance });
    await driver.call('join', member('one', 'first'));
    await driver.call('join', member('two', 'second'));
    const before = await waitForShares(driver, ['one', 'two'], PARTITIONS);
    await driver.call('leave', { member: 'two' });
    const { groups } = await observer.request(describeGroups, 4, { groups: ['static'] });
    deepEqual([groups[0]?.groupState, groups[0]?.members.length], ['Stable', 2]);
    await driver.call('join', member('back', 'second'));
    deepEqual(await waitForShares(driver, ['one', 'back'], PARTITIONS), before);
    await produceAndRead(context, ['one', 'back'], 'kept');
    await driver.call('leave', { member: 'one' });
    await driver.call('leave', { member: 'back' });
  },
  'hand partitions over cooperatively': async (context: Context) => {
    const { driver, observer } = context;
    await ensureTopic(context, 'handed');
    const member = (name: string) =>
      ({ member: name, group: 'cooperative', topic: 'handed', cooperative: true }) as const;
    await driver.call('join', member('one'));
    await waitForShares(driver, ['one'], PARTITIONS);
    await driver.call('join', member('two'));
    // A cooperative group joins once more after a handover, and tells its protocol only when that is over.
    let protocol = '';
    for (let look = 0; look < 50 && protocol === ''; look++) {
      await waitForShares(driver, ['one', 'two'], PARTITIONS);
      const { groups } = await observer.request(describeGroups, 4, { groups: ['cooperative'] });
      protocol = groups[0]?.protocolData ?? '';
    }
    equal(protocol, 'cooperative-sticky');
    await produceAndRead(context, ['one', 'two'], 'handed');
    await driver.call('leave', { member: 'two' });
    await waitForShares(driver, ['one'], PARTITIONS);
    await driver.call('leave', { member: 'one' });
  },
  'list topics': async ({ driver }: Context) => {
    checkAmong(await driver.call('list-topics', {}), ['orders', 'factory7']);
  },
  'describe a topic': async ({ driver }: Context) => {
    deepEqual(await driver.call('describe-topic', { topic: 'orders' }), { partitions: PARTITIONS });
  },
  'describe the cluster': async ({ driver, address }: Context) => {
    deepEqual(await driver.call('describe-cluster', {}), { brokers: [address] });
  },
  'list offsets': async ({ driver, observer }: Context) => {
    const { earliest, latest } = await driver.call('list-offsets', { topic: 'orders' });
    deepEqual(
      Object.values(earliest),
      Array.from({ length: PARTITIONS }, () => 0),
    );
    equal(sum(Object.values(latest)), await sumOffsets(observer, 'orders', 'latest'));
  },
  'list groups': async ({ driver }: Context) => {
    checkAmong(await driver.call('list-groups', {}), ['readers', 'pair']);
  },
  'describe a group': async ({ driver }: Context) => {
    await driver.call('join', { member: 'described', group: 'readers', topic: 'orders' });
    await waitForShares(driver, ['described'], PARTITIONS);
    const { state, members } = await driver.call('describe-group', { group: 'readers' });
    deepEqual({ state: state.toLowerCase(), members }, { state: 'stable', members: 1 });
    await driver.call('leave', { member: 'described' });
  },
  'list committed offsets': async ({ driver, observer }: Context) => {
    const offsets = await driver.call('committed', { group: 'readers', topic: 'orders' });
    equal(sum(Object.values(offsets)), await sumOffsets(observer, 'orders', 'latest'));
  },
  'describe configs': async ({ driver }: Context) => {
    const configs = await driver.call('describe-configs', { topic: 'orders' });
    deepEqual([configs['retention.ms'], configs['cleanup.policy']], ['86400000', 'delete']);
  },
  'alter configs': async ({ driver, observer }: Context) => {
    await driver.call('alter-config', { topic: 'orders', name: 'retention.ms', value: '3600000' });
    equal(await configOf(observer, 'orders', 'retention.ms'), '3600000');
  },
  'describe log directories': async ({ driver }: Context) => {
    const sizes = await driver.call('describe-log-dirs', { topic: 'orders' });
    equal(Object.keys(sizes).length, PARTITIONS);
    ok(sum(Object.values(sizes)) > 10_000, JSON.stringify(sizes));
  },
  'delete records': async ({ driver, observer }: Context) => {
    await driver.call('delete-records', { topic: 'orders', partition: 1, before: 5 });
    deepEqual(await offsetsOf(observer, 'orders', 'earliest'), [0, 5, 0]);
  },
  'add partitions': async ({ driver, observer }: Context) => {
    await driver.call('create-partitions', { topic: 'orders', total: PARTITIONS + 2 });
    equal(await partitionsOf(observer, 'orders'), PARTITIONS + 2);
  },
  'delete a group': async ({ driver, observer }: Context) => {
    await driver.call('delete-group', { group: 'readers' });
    const { groups } = await observer.request(listGroups, 4, { statesFilter: [] });
    ok(!groups.some(({ groupId }) => groupId === 'readers'));
  },
  'delete a topic': async ({ driver, observer }: Context) => {
    await driver.call('delete-topic', { topic: 'orders' });
    equal(await partitionsOf(observer, 'orders'), 0);
  },
  'Avro through the registry': async ({ driver }: Context) => {
    const schema = await readFile(machineSensorFile, 'utf8');
    const values = Array.from({ length: 20 }, (_, number) => ({
      machine: `machine-${number % 4}`,
      sensor: 'OvenTemp',
      value: number + 0.5,
      units: 'C',
    }));
    await driver.call('produce-avro', { topic: 'factory7', schema, values });
    await driver.call('join-avro', { member: 'avro', group: 'avro', topic: 'factory7' });
    const read = await readAll(driver, ['avro'], values.length);
    const byValue = read.map((record) => record.value as (typeof values)[number]).toSorted((a, b) => a.value - b.value);
    deepEqual(byValue, values);
    await driver.call('leave', { member: 'avro' });
  },
  'a payload that breaks the contract is refused': async ({ driver, factory, observer, refusal }: Context) => {
    const before = await sumOffsets(observer, 'factory7', 'latest');
    const records = [{ key: 'machine-0', value: '{"machine": "plain JSON"}', headers: { source: 'conformance' } }];
    await rejects(driver.call('produce', { topic: 'factory7', codec: 'none', records }), { message: refusal });
    equal(await sumOffsets(observer, 'factory7', 'latest'), before);
    const response = await fetch(`${factory.sluice.http}/api/v1/rejections?limit=1`);
    const { rejections } = (await response.json()) as { rejections: { topic: string; message: string }[] };
    equal(rejections[0]?.topic, 'factory7');
    match(rejections[0].message, REFUSALS['the reason']);
  },
} as const satisfies Record<string, (context: Context) => Promise<void>>;

export type CaseName = keyof typeof CASES;

/** Produces `count` records of 20 keys and answers them in the order they were sent. */
async function produce({ driver, sent }: Context, topic: string, codec: string, count: number) {
  const run = `${codec}-${sent.length}-${topic}`;
  const records = Array.from({ length: count }, (_, number) => ({
    key: `machine-${number % 20}`,
    value: `${run} ${String(number).padStart(4, '0')}`,
    headers: { run, source: 'conformance' },
  }));
  await driver.call('produce', { topic, codec, records });
  if (topic === 'orders') sent.push(...records);
  return records;
}

const joinPair = ({ driver }: Context, member: string) =>
  driver.call('join', { member, group: 'pair', topic: 'shared' });

async function produceAndRead(context: Context, members: readonly string[], topic = 'shared'): Promise<void> {
  const records = await produce(context, topic, 'none', 200);
  checkRead(await readAll(context.driver, members, records.length), records);
}

/** Creates a topic where the client could not. */
async function ensureTopic({ observer }: Context, topic: string): Promise<void> {
  if ((await partitionsOf(observer, topic)) > 0) return;
  await observer.request(createTopics, 5, {
    topics: [{ name: topic, numPartitions: PARTITIONS, replicationFactor: 1 }],
    timeoutMs: 10_000,
  });
  equal(await partitionsOf(observer, topic), PARTITIONS);
}

async function partitionsOf(observer: KafkaConnection, name: string): Promise<number> {
  const { topics } = await observer.request(metadata, 7, { topics: [{ name }], allowAutoTopicCreation: false });
  return topics[0]?.partitions.length ?? 0;
}

async function configOf(observer: KafkaConnection, resourceName: string, name: string) {
  const resources = [{ resourceType: 2, resourceName, configurationKeys: [name] }];
  const { results } = await observer.request(describeConfigs, 3, { resources });
  return results[0]?.configs[0]?.value;
}

async function offsetsOf(observer: KafkaConnection, name: string, end: 'earliest' | 'latest'): Promise<number[]> {
  const partitions = Array.from({ length: await partitionsOf(observer, name) }, (_, partitionIndex) => ({
    partitionIndex,
    timestamp: end === 'earliest' ? -2n : -1n,
  }));
  const { topics } = await observer.request(listOffsets, 5, { replicaId: -1, topics: [{ name, partitions }] });
  return (topics[0]?.partitions ?? [])
    .toSorted((a, b) => a.partitionIndex - b.partitionIndex)
    .map(({ offset }) => Number(offset));
}

async function sumOffsets(observer: KafkaConnection, topic: string, end: 'earliest' | 'latest'): Promise<number> {
  return sum(await offsetsOf(observer, topic, end));
}

function checkAmong(found: readonly string[], wanted: readonly string[]): void {
  deepEqual(
    wanted.filter((name) => !found.includes(name)),
    [],
  );
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
