import { errorName, fetch, metadata, offsetFetch, readRecords } from '@sluice/kafka';
import { nodeCodecs } from '@sluice/kafka/node';
import type { KafkaConnection } from '../harness/kafka-connection.ts';
import { openKafkaConnection } from '../harness/kafka-connection.ts';
import { BrokenPromise } from './expectations.ts';
import type { Expectations, Lane } from './expectations.ts';

/** Throws BrokenPromise naming what is not there, there twice, out of order or other than it was. Returns records read. */
export async function checkPromises(address: string, expected: Expectations): Promise<number> {
  await using connection = await openKafkaConnection(address);
  await checkMetadata(connection, expected);
  await checkGroups(connection, expected);
  let records = 0;
  for (const partition of expected.readTo.keys()) records += await readPartition(connection, expected, partition);
  for (const lane of expected.producers.flatMap(({ lanes }) => lanes)) checkLane(lane);
  return records;
}

/** Makes the next check read everything from the start. */
export function forgetRead(expected: Expectations): void {
  expected.readTo.fill(0n);
  for (const lane of expected.producers.flatMap(({ lanes }) => lanes)) lane.read = 0;
}

async function checkMetadata(connection: KafkaConnection, expected: Expectations): Promise<void> {
  const answer = await connection.request(metadata, 12, { topics: null, allowAutoTopicCreation: false });
  expected.clusterId ??= answer.clusterId ?? undefined;
  if (answer.clusterId !== expected.clusterId) {
    throw new BrokenPromise(`cluster id ${answer.clusterId}, it was ${expected.clusterId}`);
  }
  for (const [name, id] of expected.topicIds) {
    const found = answer.topics.find((topic) => topic.name === name);
    if (id !== undefined && found?.topicId !== id) {
      throw new BrokenPromise(`topic ${name} has id ${found?.topicId}, it was ${id}`);
    }
    if (found !== undefined) expected.topicIds.set(name, found.topicId);
  }
  const epochs = answer.topics.find(({ name }) => name === expected.topic)?.partitions.map((each) => each.leaderEpoch);
  for (const epoch of epochs ?? []) {
    if (epoch <= expected.leaderEpoch) throw new BrokenPromise(`leader epoch ${epoch} after ${expected.leaderEpoch}`);
  }
  expected.leaderEpoch = Math.max(expected.leaderEpoch, ...(epochs ?? []));
}

async function checkGroups(connection: KafkaConnection, { topic, groups }: Expectations): Promise<void> {
  for (const group of groups) {
    const { groupId, partition } = group;
    const topics = [{ name: topic, partitionIndexes: [partition] }];
    const answer = await connection.request(offsetFetch, 7, { groupId, topics, requireStable: false });
    const [found] = answer.topics[0]?.partitions ?? [];
    const offset = Number(found?.committedOffset ?? -2);
    if (found?.errorCode !== 0 || offset < group.acknowledged || offset > group.attempted) {
      const range = `between ${group.acknowledged}, acknowledged, and ${group.attempted}, sent`;
      throw new BrokenPromise(`${groupId} has offset ${offset} of partition ${partition}, not one ${range}`);
    }
    group.acknowledged = offset;
  }
}

async function readPartition(connection: KafkaConnection, expected: Expectations, partition: number): Promise<number> {
  const lanes = new Map(expected.producers.map(({ name, lanes }) => [name, lanes[partition]]));
  let count = 0;
  for (let offset = expected.readTo[partition] ?? 0n; ; expected.readTo[partition] = offset) {
    const partitions = [{ partition, fetchOffset: offset, partitionMaxBytes: 1 << 20 }];
    const topics = [{ topic: expected.topic, partitions }];
    const answer = await connection.request(fetch, 11, { maxWaitMs: 0, minBytes: 1, maxBytes: 1 << 24, topics });
    const found = answer.responses[0]?.partitions[0];
    const error = errorName(found?.errorCode ?? -1);
    // Nobody was told yet that the topic is there.
    if (error === 'UNKNOWN_TOPIC_OR_PARTITION' && expected.topicIds.get(expected.topic) === undefined) return 0;
    if (error !== 'NONE') throw new BrokenPromise(`partition ${partition} at ${offset}: ${error}`);
    const records = readRecords(found?.records ?? new Uint8Array(0), nodeCodecs);
    if (records.length === 0) return count;
    for (const record of records) {
      if (record.offset < offset) continue;
      if (record.offset !== offset)
        throw new BrokenPromise(`partition ${partition}: ${record.offset} after ${offset - 1n}`);
      meet(new TextDecoder().decode(record.value ?? new Uint8Array(0)), Number(offset), lanes, partition);
      offset++;
      count++;
    }
  }
}

/** A record is the next one of its lane, at the offset that was answered for it. */
function meet(value: string, offset: number, lanes: ReadonlyMap<string, Lane | undefined>, partition: number): void {
  const [name = '', number = ''] = value.split('-', 2);
  const lane = lanes.get(name);
  const place = `partition ${partition} at ${offset}`;
  if (lane === undefined) throw new BrokenPromise(`${place}: nobody sent ${value.slice(0, 80)}`);
  if (Number(number) !== lane.read)
    throw new BrokenPromise(`${place}: ${name}-${number} where ${name}-${lane.read} was due`);
  if (lane.read >= lane.attempted) throw new BrokenPromise(`${place}: ${name}-${number} was never sent`);
  const promised = lane.offsets.get(lane.read);
  if (promised !== undefined && promised !== offset) {
    throw new BrokenPromise(`${place}: ${name}-${number} was acknowledged at ${promised}`);
  }
  lane.read++;
}

function checkLane(lane: Lane): void {
  if (lane.read >= lane.acknowledged) return;
  throw new BrokenPromise(
    `partition ${lane.partition} ends with ${lane.producer.name}-${lane.read - 1}: ` +
      `${lane.acknowledged - lane.read} acknowledged records after it are lost`,
  );
}
