import { SendRefusal } from '@sluice/serde';
import { createConfluentTransport, createKafkaJsTransport, toKafkaJsOptions } from '@sluice/serde/clients';
import type { ConfluentLibrary, KafkaJsLibrary, OutgoingRecord, Transport } from '@sluice/serde/clients';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';

const OPTIONS = toKafkaJsOptions({ brokers: ['k:9092'], clientId: 'c' });

type ConfluentClient = InstanceType<ConfluentLibrary['Kafka']>;
type Producer = ReturnType<ConfluentClient['producer']>;
type ConsumerConfig = Parameters<KafkaJsLibrary['kafka']['consumer']>[0];

/** An error as either client throws it. */
function fail(code: number): Error {
  return Object.assign(new Error(`code ${code}`), { code });
}

function createProducer(send: Producer['send']): Producer {
  return { connect: async () => {}, disconnect: async () => {}, send };
}

const refuseUse = (): never => {
  throw new Error('no test uses it');
};

function createKafkaJs(send: Producer['send']): Transport {
  const kafka = { producer: () => createProducer(send), consumer: refuseUse, admin: refuseUse };
  return createKafkaJsTransport({ kafka, Buffer });
}

/** A client whose records meet these fates, in order: an error's code, or 0. */
function createConfluent(fates: readonly number[]): Transport {
  let next = 0;
  const producer = createProducer(async () => {
    const code = fates[next++] ?? 0;
    if (code !== 0) throw fail(code);
  });
  class Kafka {
    readonly producer = () => producer;
    readonly consumer = refuseUse;
    readonly admin = refuseUse;
  }
  return createConfluentTransport({ Kafka, Buffer }, OPTIONS);
}

const RECORD: OutgoingRecord = { key: null, value: new Uint8Array([1]), headers: [] };

async function sendTo(transport: Transport, count: number): Promise<unknown> {
  const records = Array.from({ length: count }, () => RECORD);
  return transport.send('t', records).then(
    () => 'sent',
    (error: unknown) => error,
  );
}

describe('a refusal that kafkajs tells of', () => {
  const nested = Object.assign(new Error('gave up'), { cause: fail(87) });

  it.each([
    [1, fail(87), [0]],
    [1, nested, [0]],
    [3, fail(87), []],
  ])('of %i records', async (count, thrown, indexes) => {
    const refused = await sendTo(
      createKafkaJs(() => Promise.reject(thrown)),
      count,
    );
    expect(refused).toBeInstanceOf(SendRefusal);
    expect(refused).toMatchObject({ kind: 'refused', cause: thrown });
    expect(refused instanceof SendRefusal && refused.records.map(({ index }) => index)).toEqual(indexes);
  });

  it('is none where sending failed for another cause', async () => {
    const thrown = fail(7);
    expect(
      await sendTo(
        createKafkaJs(() => Promise.reject(thrown)),
        2,
      ),
    ).toBe(thrown);
  });
});

describe('a refusal that librdkafka tells of', () => {
  it.each([
    ['names the only record', [87], [0]],
    ['names those at fault among others of their batch', [87, -138, 87], [0, 2]],
    ['names none where all have one code', [87, 87, 87], []],
    ['says no place where a part was taken', [87, -138, 0], [undefined]],
  ])('%s', async (_, fates, indexes) => {
    const refused = await sendTo(createConfluent(fates), fates.length);
    expect(refused).toBeInstanceOf(SendRefusal);
    expect(refused instanceof SendRefusal && refused.records.map(({ index }) => index)).toEqual(indexes);
  });

  it('is none where some record failed for another cause', async () => {
    expect(await sendTo(createConfluent([87, 7]), 2)).not.toBeInstanceOf(SendRefusal);
    expect(await sendTo(createConfluent([0, 0]), 2)).toBe('sent');
  });
});

/** The assigner that the transport gives its consumers, over topics of so many partitions. */
async function openAssigner(partitions: Readonly<Record<string, number>>) {
  const configs: ConsumerConfig[] = [];
  const kafka = {
    producer: refuseUse,
    consumer: (config: ConsumerConfig) => {
      configs.push(config);
      throw new Error('made');
    },
    admin: refuseUse,
  };
  const join = { group: 'g', topics: ['a'], fromBeginning: true, maxPartitions: 1, onBatch: async () => {} };
  await expect(createKafkaJsTransport({ kafka, Buffer }).join(join)).rejects.toThrow('made');
  const asked: string[] = [];
  const cluster = {
    async addMultipleTargetTopics(topics: readonly string[]) {
      asked.push(...topics);
      const isThere = topics.every((topic) => topic in partitions);
      if (!isThere) throw Object.assign(new Error('no such topic'), { type: 'UNKNOWN_TOPIC_OR_PARTITION' });
    },
    findTopicPartitionMetadata: (topic: string) => Array.from({ length: partitions[topic] ?? 0 }, () => ({})),
  };
  const assigner = configs[0]?.partitionAssigners?.[0]?.({ cluster });
  if (assigner === undefined) throw new Error('the consumer got no assigner');
  return { assigner, asked };
}

/** The partitions of each topic in a member's assignment, read by Kafka's table of it. */
function readAssignment(bytes: Buffer): Readonly<Record<string, readonly number[]>> {
  let place = 6;
  const topics: Record<string, readonly number[]> = {};
  for (let left = bytes.readInt32BE(2); left > 0; left--) {
    const length = bytes.readInt16BE(place);
    const topic = bytes.toString('utf8', place + 2, place + 2 + length);
    place += 2 + length;
    const count = bytes.readInt32BE(place);
    topics[topic] = Array.from({ length: count }, (_, index) => bytes.readInt32BE(place + 4 + 4 * index));
    place += 4 + 4 * count;
  }
  expect(bytes.readInt32BE(place)).toBe(0);
  expect(bytes).toHaveLength(place + 4);
  return topics;
}

describe('groups of kafkajs', () => {
  it('take part in what others call roundrobin', async () => {
    const { assigner } = await openAssigner({});
    const { name, metadata } = assigner.protocol({ topics: ['ä', 'b'] });
    expect([assigner.name, name]).toEqual(['roundrobin', 'roundrobin']);
    expect([...metadata]).toEqual([0, 0, 0, 0, 0, 2, 0, 2, 0xc3, 0xa4, 0, 1, 98, 0, 0, 0, 0]);
  });

  it('give each partition to one of the members that read its topic, evenly', async () => {
    const topic = fc.constantFrom('a', 'b', 'c', 'gone');
    const members = fc.array(fc.uniqueArray(topic, { minLength: 1 }), { minLength: 1, maxLength: 6 });
    const counts = fc.record({ a: fc.nat(7), b: fc.nat(7), c: fc.nat(7) });
    await fc.assert(
      fc.asyncProperty(members, counts, async (subscriptions, partitions: Readonly<Record<string, number>>) => {
        const { assigner, asked } = await openAssigner(partitions);
        const answer = await assigner.assign({
          members: subscriptions.map((topics, index) => ({
            memberId: `m${index}`,
            memberMetadata: assigner.protocol({ topics }).metadata,
          })),
        });
        const shares = answer.map(({ memberAssignment }) => readAssignment(memberAssignment));
        expect(answer.map(({ memberId }) => memberId)).toEqual(subscriptions.map((_, index) => `m${index}`));
        for (const name of new Set(subscriptions.flat())) {
          const parts = shares.map((share) => share[name] ?? []);
          const readers = parts.filter((_, index) => subscriptions[index]?.includes(name));
          const sorted = parts.flat().toSorted((one, other) => one - other);
          expect(sorted).toEqual(Array.from({ length: partitions[name] ?? 0 }, (_, index) => index));
          expect(readers.flat()).toHaveLength(parts.flat().length);
          const sizes = readers.map((part) => part.length);
          expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
          expect(asked).toContain(name);
        }
      }),
    );
  });

  it('are not led by whoever cannot read what a member wants', async () => {
    const { assigner } = await openAssigner({});
    const cut = Buffer.from([0, 0, 0, 0, 0, 2, 0, 9, 97]);
    await expect(assigner.assign({ members: [{ memberId: 'm', memberMetadata: cut }] })).rejects.toThrow(RangeError);
  });
});
