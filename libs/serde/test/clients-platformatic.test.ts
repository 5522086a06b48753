import { SendRefusal } from '@sluice/serde';
import {
  createConnection,
  createPlatformaticTransport,
  createTopicProducer,
  jsonFormat,
  textFormat,
} from '@sluice/serde/clients';
import type { PlatformaticLibrary } from '@sluice/serde/clients';
import { describe, expect, it } from 'vitest';
import { createMemoryTransport } from './clients-memory.ts';

type ConsumerOptions = ConstructorParameters<PlatformaticLibrary['Consumer']>[0];

/** The client library, as far as a test needs it: `send` fails as it is told. */
function createLibrary(failure: Error): PlatformaticLibrary & { readonly joined: ConsumerOptions[] } {
  const joined: ConsumerOptions[] = [];
  class Producer {
    async send(): Promise<never> {
      throw failure;
    }
    async close(): Promise<void> {}
  }
  class Consumer {
    readonly assignments = [];
    constructor(options: ConsumerOptions) {
      joined.push(options);
    }
    async consume() {
      return {
        offsetsToFetch: new Map<string, bigint>(),
        once: (event: string, listener: (error: Error) => void) => void (event === 'offsets' && listener(failure)),
        close: async () => {},
        async *[Symbol.asyncIterator]() {},
      };
    }
    async commit(): Promise<void> {}
    on(): void {}
    async close(): Promise<void> {}
  }
  class Admin {
    async createTopics(): Promise<void> {}
    async listTopics(): Promise<string[]> {
      return [];
    }
    async close(): Promise<void> {}
  }
  return { Admin, Buffer, Consumer, Producer, joined };
}

const OPTIONS = { clientId: 'c', bootstrapBrokers: ['k:9092'] };

/** What the client throws when the broker refuses a batch, whose second record is at fault. */
function refuse(errorCode: number): Error {
  const partition = {
    errorCode,
    errorMessage: 'some records are not valid',
    recordErrors: [{ batchIndex: 1, batchIndexErrorMessage: 'a byte too many' }],
  };
  const answer = Object.assign(new Error('Received response with error'), {
    response: { responses: [{ partitionResponses: [partition] }] },
  });
  return new AggregateError([new AggregateError([answer], 'produce failed')], 'Producing messages failed.');
}

const record = (key: string | null, partition?: number) => ({
  key: key === null ? null : new TextEncoder().encode(key),
  value: new Uint8Array(1),
  headers: [],
  ...(partition === undefined ? {} : { partition }),
});

describe('what the broker refuses', () => {
  it.each([
    ['of one key', [record('a'), record('a'), record('a')], 1],
    ['of one partition', [record('a', 2), record('b', 2)], 1],
    ['of several keys', [record('a'), record('b')], undefined],
    ['of no key', [record(null), record(null)], undefined],
    ['of several partitions', [record('a', 1), record('a', 2)], undefined],
  ])('is told by record in a batch %s', async (_, records, index) => {
    const transport = createPlatformaticTransport(createLibrary(refuse(87)), OPTIONS);
    const error: unknown = await transport.send('t', records).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(SendRefusal);
    expect(error).toMatchObject({
      kind: 'refused',
      message: 'a byte too many',
      records: [{ index, reason: 'a byte too many' }],
    });
  });

  it.each([
    ['for another cause', refuse(6)],
    ['without an answer', new AggregateError([new Error('connection lost')])],
  ])('is what the client says where it fails %s', async (_, failure) => {
    const transport = createPlatformaticTransport(createLibrary(failure), OPTIONS);
    await expect(transport.send('t', [record('a')])).rejects.toBe(failure);
  });

  it('is told by message, where those of a batch go to several topics', async () => {
    const memory = createMemoryTransport();
    const transport = {
      ...memory,
      async send(topic: string) {
        if (topic === 'of.b') throw new SendRefusal('bad', [{ index: 1, reason: 'bad' }]);
      },
    };
    const channel = { address: 'of.{who}', messages: [{ name: 'N', value: jsonFormat<number>(), key: textFormat }] };
    await using producer = createTopicProducer({ connection: createConnection({ transport }), channel });
    const messages = ['b', 'a', 'a', 'b'].map((who, value) => ({ key: 'k', value, parameters: { who } }));
    await expect(producer.sendBatch(messages)).rejects.toMatchObject({ records: [{ index: 3, reason: 'bad' }] });
  });
});

it('deals partitions to the members that read their topic', async () => {
  const library = createLibrary(new Error('none'));
  const transport = createPlatformaticTransport(library, OPTIONS);
  const membership = await transport.join({
    group: 'g',
    topics: ['x'],
    fromBeginning: true,
    maxPartitions: 1,
    onBatch: async () => {},
  });
  await membership.close();
  const members = new Map([
    ['one', { topics: ['x'] }],
    ['two', { topics: ['y', 'z'] }],
    ['three', { topics: ['x', 'z'] }],
    ['idle', {}],
  ]);
  const topics = new Map(['x', 'y', 'z'].map((topic) => [topic, { partitionsCount: 3 }]));
  const dealt = library.joined[0]?.partitionAssigner('one', members, new Set(['x']), { topics }) ?? [];
  const places = dealt.flatMap(({ memberId, assignments }) =>
    [...assignments.values()].flatMap(({ topic, partitions }) => partitions.map((p) => `${topic}${p} ${memberId}`)),
  );
  expect(places.toSorted()).toEqual([
    'x0 one',
    'x1 three',
    'x2 one',
    'y0 two',
    'y1 two',
    'y2 two',
    'z0 two',
    'z1 three',
    'z2 two',
  ]);
});
