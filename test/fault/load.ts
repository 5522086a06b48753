import { createTopics, errorName, initProducerId, offsetCommit, produce, writeBatch } from '@sluice/kafka';
import { crc32c, nodeCodecs } from '@sluice/kafka/node';
import type { KafkaConnection } from '../harness/kafka-connection.ts';
import { openKafkaConnection } from '../harness/kafka-connection.ts';
import { BrokenPromise } from './expectations.ts';
import type { Expectations, GroupOffset, Lane, Producer, SentBatch } from './expectations.ts';
import type { Random } from './random.ts';

/** As many as Kafka's producers have, and as many as a broker tells duplicates of. */
const MAX_IN_FLIGHT = 5;
/** Small, so that segments are finished, indexed and snapshotted all the time. */
const TOPIC_CONFIGS = { 'segment.bytes': '400000', 'index.interval.bytes': '1000' };

export interface Load {
  /** Settles when every client has lost its connection; rejects when one was told something wrong. */
  readonly ended: Promise<void>;
  /** Settles when what an earlier load left in flight has been acknowledged. */
  readonly caughtUp: Promise<void>;
}

/** Sends at `address` until the connections end: records of all producers, group offsets, topics, producer ids. */
export function startLoad(address: string, expected: Expectations, random: Random, partitions: number): Load {
  const ready = createTopic(address, expected, expected.topic, partitions);
  const caughtUp: Promise<void>[] = [];
  const clients = expected.producers.map((producer) => {
    const caught = Promise.withResolvers<void>();
    caught.promise.catch(() => undefined);
    caughtUp.push(caught.promise);
    return ready.then(() => runProducer(address, expected, producer, random, caught.resolve)).finally(caught.resolve);
  });
  clients.push(ready.then(() => commitOffsets(address, expected)));
  clients.push(ready.then(() => makeTopics(address, expected, random)));
  const ended = Promise.all(clients.map((client) => client.catch(ignoreLostConnection))).then(() => undefined);
  return { ended, caughtUp: Promise.all(caughtUp).then(() => undefined) };
}

async function runProducer(
  address: string,
  expected: Expectations,
  producer: Producer,
  random: Random,
  onCaughtUp: () => void,
): Promise<void> {
  await using connection = await openKafkaConnection(address);
  if (producer.producerId < 0n) {
    const { producerId, producerEpoch } = await takeProducerId(connection, expected);
    Object.assign(producer, { producerId, producerEpoch });
  }
  // All that is in flight is sent again at once, in order, before anything new.
  const again = producer.lanes.map((lane) =>
    Promise.all(lane.inFlight.map((batch) => send(connection, lane, batch, expected))),
  );
  await Promise.all(again);
  onCaughtUp();
  await Promise.all(producer.lanes.map((lane) => keepSending(connection, lane, expected, random)));
}

async function keepSending(
  connection: KafkaConnection,
  lane: Lane,
  expected: Expectations,
  random: Random,
): Promise<void> {
  const answers: Promise<void>[] = [];
  for (;;) {
    while (answers.length < MAX_IN_FLIGHT) {
      const batch = makeBatch(lane, random);
      lane.inFlight.push(batch);
      const answer = send(connection, lane, batch, expected);
      answer.catch(() => undefined); // looked at when it is its turn
      answers.push(answer);
    }
    await answers.shift();
  }
}

function makeBatch(lane: Lane, random: Random): SentBatch {
  const { compression, name, producerId, producerEpoch } = lane.producer;
  const baseSequence = lane.attempted;
  const filling = 'f'.repeat(random.next() < 0.05 ? random.between(1000, 30_000) : random.between(0, 100));
  const count = random.between(1, 10);
  const values = Array.from({ length: count }, (_, i) => `${name}-${baseSequence + i}-${filling}`);
  const timestamp = BigInt(Date.now());
  const records = values.map((value) => ({ key: null, value: new TextEncoder().encode(value), timestamp }));
  const input = { records, compression, producerId, producerEpoch, baseSequence };
  lane.attempted += count;
  return { baseSequence, values, bytes: writeBatch(input, nodeCodecs, crc32c) };
}

async function send(connection: KafkaConnection, lane: Lane, batch: SentBatch, expected: Expectations): Promise<void> {
  const { partition } = lane;
  const partitionData = [{ index: partition, records: batch.bytes }];
  const topicData = [{ name: expected.topic, partitionData }];
  const answer = await connection.request(produce, 9, { acks: -1, timeoutMs: 10_000, topicData });
  const [answered] = answer.responses[0]?.partitionResponses ?? [];
  if (answered?.errorCode !== 0) {
    const what = `${lane.producer.name} to partition ${partition}, sequence ${batch.baseSequence}`;
    throw new BrokenPromise(`${what}: ${errorName(answered?.errorCode ?? -1)} ${answered?.errorMessage ?? ''}`);
  }
  lane.inFlight.splice(lane.inFlight.indexOf(batch), 1);
  lane.acknowledged += batch.values.length;
  lane.offsets.set(batch.baseSequence, Number(answered.baseOffset));
}

async function commitOffsets(address: string, expected: Expectations): Promise<void> {
  await using connection = await openKafkaConnection(address);
  for (;;) await Promise.all(expected.groups.map((group) => commitNext(connection, expected.topic, group)));
}

async function commitNext(connection: KafkaConnection, topic: string, group: GroupOffset): Promise<void> {
  const offset = group.attempted + 1;
  group.attempted = offset;
  const { groupId, partition } = group;
  const partitions = [{ partitionIndex: partition, committedOffset: BigInt(offset), committedMetadata: null }];
  const topics = [{ name: topic, partitions }];
  const answer = await connection.request(offsetCommit, 8, {
    groupId,
    generationIdOrMemberEpoch: -1,
    memberId: '',
    topics,
  });
  const error = answer.topics[0]?.partitions[0]?.errorCode;
  if (error !== 0) throw new BrokenPromise(`commit of ${groupId} ${partition}: ${errorName(error ?? -1)}`);
  group.acknowledged = offset;
}

/** Slowly: a topic stays for the rest of the run. */
async function makeTopics(address: string, expected: Expectations, random: Random): Promise<void> {
  await using connection = await openKafkaConnection(address);
  for (let i = 0; i < 2; i++) {
    const name = `made-${expected.topicIds.size}`;
    await createTopic(address, expected, name, random.between(1, 3));
    await takeProducerId(connection, expected);
  }
}

async function createTopic(address: string, expected: Expectations, name: string, partitions: number): Promise<void> {
  if (expected.topicIds.get(name) !== undefined) return;
  await using connection = await openKafkaConnection(address);
  expected.topicIds.set(name, undefined);
  const configs = Object.entries(TOPIC_CONFIGS).map(([key, value]) => ({ name: key, value }));
  const topics = [{ name, numPartitions: partitions, replicationFactor: 1, configs }];
  const answer = await connection.request(createTopics, 7, { topics, timeoutMs: 10_000 });
  const [created] = answer.topics;
  const error = errorName(created?.errorCode ?? -1);
  // The one who asked for it before may have died without the answer.
  if (created === undefined || (error !== 'NONE' && error !== 'TOPIC_ALREADY_EXISTS')) {
    throw new BrokenPromise(`creating ${name}: ${error} ${created?.errorMessage ?? ''}`);
  }
  if (error === 'NONE') expected.topicIds.set(name, created.topicId);
}

async function takeProducerId(
  connection: KafkaConnection,
  expected: Expectations,
): Promise<{ producerId: bigint; producerEpoch: number }> {
  const answer = await connection.request(initProducerId, 4, { transactionalId: null });
  const { errorCode, producerId, producerEpoch } = answer;
  if (errorCode !== 0) throw new BrokenPromise(`a producer id: ${errorName(errorCode)}`);
  if (expected.producerIds.has(producerId)) throw new BrokenPromise(`producer id ${producerId} was given twice`);
  expected.producerIds.add(producerId);
  return { producerId, producerEpoch };
}

function ignoreLostConnection(error: unknown): void {
  if (error instanceof BrokenPromise) throw error;
  const text = String(error);
  if (!/closed the connection|ECONNREFUSED|ECONNRESET/.test(text)) throw error;
}
