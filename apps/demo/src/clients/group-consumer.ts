import { Consumer, stringDeserializer } from '@platformatic/kafka';
import { SEQUENCE_HEADER } from './topic-producer.ts';

/** One record as a group reads it. */
export interface IncomingRecord {
  readonly topic: string;
  readonly key: string;
  readonly value: Uint8Array;
  readonly sequence: number;
}

export interface GroupConsumer {
  /** Reads on until closed; rejects when reading or a handler fails. */
  readonly done: Promise<void>;
  /** Commits, leaves the group and closes. */
  close(): Promise<void>;
}

export interface GroupConsumerOptions {
  /** `host:port` of a broker. */
  readonly bootstrap: string;
  readonly group: string;
  readonly topics: readonly string[];
  /** Called for one record at a time, each partition in order. */
  readonly onRecord: (record: IncomingRecord) => Promise<void>;
}

/** Joins `group` as its only member and reads `topics` from the group's commits, or from the beginning. */
export async function createGroupConsumer(options: GroupConsumerOptions): Promise<GroupConsumer> {
  const { bootstrap, group, topics, onRecord } = options;
  const consumer = new Consumer<string, Buffer, string, string>({
    bootstrapBrokers: [bootstrap],
    clientId: `${group}-reader`,
    groupId: group,
    maxWaitTime: 500,
    autocommit: 500,
    deserializers: { key: stringDeserializer, headerKey: stringDeserializer, headerValue: stringDeserializer },
  });
  const stream = await consumer.consume({ topics: [...topics], mode: 'committed', fallbackMode: 'earliest' });
  /** The next offset by partition: a rejoin reads again what was not committed yet. */
  const next = new Map<string, bigint>();

  async function readAll(): Promise<void> {
    for await (const { topic, partition, offset, key, value, headers } of stream) {
      const place = `${topic}-${partition}`;
      if (offset < (next.get(place) ?? 0n)) continue;
      next.set(place, offset + 1n);
      await onRecord({ topic, key, value, sequence: Number(headers.get(SEQUENCE_HEADER)) });
    }
  }

  return {
    done: readAll(),
    async close() {
      await stream.close();
      await consumer.close();
    },
  };
}
