import { Consumer, type Message, Producer, stringDeserializers, stringSerializers } from '@platformatic/kafka';
import { createTopics } from '@sluice/kafka';
import { expect, it, onTestFinished } from 'vitest';
import { type StartedBroker, startBroker } from './support/broker.ts';

const PARTITIONS = 4;

type TextMessage = Message<string, string, string, string>;

/** A member that reads on and commits each record, as an application would. */
async function startMember({ address }: StartedBroker, clientId: string) {
  const consumer = new Consumer({
    bootstrapBrokers: [`${address.host}:${address.port}`],
    clientId,
    groupId: 'readers',
    deserializers: stringDeserializers,
    autocommit: false,
    heartbeatInterval: 100,
    sessionTimeout: 10_000,
    maxWaitTime: 100,
  });
  const stream = await consumer.consume({ topics: ['orders'], mode: 'committed', fallbackMode: 'earliest' });
  const read: string[] = [];
  const reading = (async () => {
    for await (const message of stream as AsyncIterable<TextMessage>) {
      read.push(message.value);
      await Promise.resolve(message.commit()).catch(() => undefined);
    }
  })();
  let closing: Promise<void> | undefined;
  const close = () =>
    (closing ??= (async () => {
      await stream.close();
      await reading;
      await consumer.close();
    })());
  onTestFinished(close);
  const countPartitions = () => consumer.assignments?.flatMap(({ partitions }) => partitions).length ?? 0;
  return { read, close, countPartitions };
}

/** A member may still be handed what it had asked for before its partitions went to another. */
function sortDistinct(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

it('@platformatic/kafka: two members share, one takes over, and the next resumes from the commits', async () => {
  const started = await startBroker();
  const admin = await started.connect();
  await admin.call(createTopics, 7, {
    topics: [{ name: 'orders', numPartitions: PARTITIONS, replicationFactor: 1, assignments: [], configs: [] }],
    timeoutMs: 1000,
  });
  const producer = new Producer({
    bootstrapBrokers: [`${started.address.host}:${started.address.port}`],
    clientId: 'producer',
    serializers: stringSerializers,
  });
  onTestFinished(() => producer.close());
  const send = (prefix: string, count: number) => {
    const values = Array.from({ length: count }, (_, index) => `${prefix}${index}`);
    return producer
      .send({ messages: values.map((value) => ({ topic: 'orders', key: value, value })), acks: -1 })
      .then(() => values.sort());
  };

  const [a, b] = [await startMember(started, 'a'), await startMember(started, 'b')];
  await expect.poll(() => [a.countPartitions(), b.countPartitions()], { timeout: 10_000 }).toEqual([2, 2]);
  const shared = await send('shared', 40);
  await expect.poll(() => sortDistinct([...a.read, ...b.read]), { timeout: 10_000 }).toEqual(shared);
  expect(Math.min(a.read.length, b.read.length)).toBeGreaterThan(0);

  await b.close();
  await expect.poll(a.countPartitions, { timeout: 10_000 }).toBe(PARTITIONS);
  const taken = await send('taken', 20);
  const takenByA = () => sortDistinct(a.read.filter((value) => value.startsWith('taken')));
  await expect.poll(takenByA, { timeout: 10_000 }).toEqual(taken);

  await a.close();
  const resumed = await send('resumed', 10);
  const c = await startMember(started, 'c');
  await expect.poll(() => [...c.read].sort(), { timeout: 10_000 }).toEqual(resumed);
});
