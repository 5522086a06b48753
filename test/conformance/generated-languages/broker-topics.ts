import { randomUUID } from 'node:crypto';
import { Admin, Consumer, MessagesStreamModes, Producer } from '@platformatic/kafka';

const base = (bootstrap: string): { clientId: string; bootstrapBrokers: string[] } => ({
  clientId: `exchange-${randomUUID()}`,
  bootstrapBrokers: [bootstrap],
});

/** Topics of one partition whose values the broker validates, payloads and all. */
export async function createTopics(bootstrap: string, topics: readonly string[]): Promise<void> {
  const admin = new Admin(base(bootstrap));
  try {
    const configs = [{ name: 'sluice.value.schema.validation', value: 'payload' }];
    await admin.createTopics({ topics: [...topics], partitions: 1, replicas: 1, configs });
  } finally {
    await admin.close();
  }
}

/** Records of these values, each for its topic, in order. */
export async function produceValues(
  bootstrap: string,
  records: readonly { readonly topic: string; readonly value: Uint8Array }[],
): Promise<void> {
  const producer = new Producer(base(bootstrap));
  try {
    await producer.send({ messages: records.map(({ topic, value }) => ({ topic, value: Buffer.from(value) })) });
  } finally {
    await producer.close();
  }
}

/** The first `count` values of a topic. */
export async function readValues(bootstrap: string, topic: string, count: number): Promise<readonly Uint8Array[]> {
  const consumer = new Consumer({ ...base(bootstrap), groupId: `exchange-${randomUUID()}` });
  const values: Uint8Array[] = [];
  try {
    const stream = await consumer.consume({ topics: [topic], mode: MessagesStreamModes.EARLIEST, autocommit: false });
    for await (const { value } of stream) {
      values.push(value);
      if (values.length === count) break;
    }
    return values;
  } finally {
    await consumer.close(true);
  }
}
