import { Consumer, MessagesStreamFallbackModes, MessagesStreamModes, Producer } from '@platformatic/kafka';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readStoredCompressions, startFactory } from '../../harness/factory.ts';
import type { Factory } from '../../harness/factory.ts';

const READINGS = 12;

describe('factory7 and @platformatic/kafka', () => {
  let factory: Factory;
  beforeAll(async () => {
    factory = await startFactory();
  });
  afterAll(() => factory[Symbol.asyncDispose]());

  it.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const)(
    'produces with %s and the batches keep it',
    async (compression) => {
      const producer = new Producer<Buffer, Buffer, Buffer, Buffer>({
        bootstrapBrokers: [factory.sluice.kafka],
        clientId: 'conformance',
        compression,
        idempotent: true,
      });
      try {
        const messages = Array.from({ length: READINGS }, (_, number) => {
          const machine = `machine-${number % 3}`;
          const value = factory.frameReading({ machine, sensor: compression, value: number, units: 'C' });
          return { topic: 'factory7', key: Buffer.from(machine), value };
        });
        await producer.send({ messages });
      } finally {
        await producer.close();
      }
      expect(await readStoredCompressions(factory.sluice.dataDir, 'factory7')).toContain(compression);
    },
  );

  it('shares the partitions between two members of a group, and each record is read once', async () => {
    const seen: string[] = [];
    const owners = new Set<string>();
    const members = await Promise.all(['first', 'second'].map((name) => joinGroup(name)));
    await Promise.all(
      members.map(async ({ name, stream }) => {
        for await (const message of stream) {
          seen.push(`${message.partition}:${message.offset}`);
          owners.add(name);
          await message.commit();
          if (seen.length === 5 * READINGS) break;
        }
        await Promise.all(members.map((member) => member.stream.close().catch(() => undefined)));
      }),
    );
    await Promise.all(members.map(({ consumer }) => consumer.close(true)));
    expect(new Set(seen).size).toBe(5 * READINGS);
    expect(seen).toHaveLength(5 * READINGS);
  });

  async function joinGroup(name: string) {
    const consumer = new Consumer<Buffer, Buffer, Buffer, Buffer>({
      bootstrapBrokers: [factory.sluice.kafka],
      clientId: name,
      groupId: 'platformatic-readers',
      autocommit: false,
    });
    const stream = await consumer.consume({
      topics: ['factory7'],
      mode: MessagesStreamModes.COMMITTED,
      fallbackMode: MessagesStreamFallbackModes.EARLIEST,
      maxWaitTime: 100,
    });
    return { name, consumer, stream };
  }

  it('is refused a batch with one bad record', async () => {
    const producer = new Producer<Buffer, Buffer, Buffer, Buffer>({
      bootstrapBrokers: [factory.sluice.kafka],
      clientId: 'conformance',
      retries: 0,
    });
    const good = factory.frameReading({ machine: 'machine-0', sensor: 'OvenTemp', value: 1, units: 'C' });
    const bad = good.subarray(0, good.length - 1);
    const messages = [good, bad, good].map((value) => ({ topic: 'factory7', key: Buffer.from('machine-0'), value }));
    const error = await producer.send({ messages }).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    await producer.close();
    expect(describeCauses(error)).toContain('INVALID_RECORD');

    const response = await fetch(`${factory.sluice.http}/api/v1/rejections?limit=1`);
    const { rejections } = (await response.json()) as { rejections: { message: string }[] };
    expect(rejections[0]?.message).toMatch(/factory7-value.*version 1.*units/);
  });
});

/** All messages and ids of an error and of what caused it. */
function describeCauses(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const apiId = 'apiId' in error ? String(error.apiId) : '';
  const inner = error instanceof AggregateError ? error.errors.map(describeCauses) : [];
  return [apiId, error.message, describeCauses(error.cause), ...inner].join(' ');
}
