import type { JoinOptions, OutgoingRecord, TopicSettings, Transport } from '../transport.ts';
import { groupHeaders, toBuffer } from './bytes.ts';
import type { BufferMaker } from './bytes.ts';
import { createKafkaJsAssigner } from './kafkajs-assigner.ts';
import type { KafkaJsAdmin, KafkaJsClient, KafkaJsMessage, KafkaJsProducer, KafkaJsReader } from './kafkajs-library.ts';
import { joinKafkaJs } from './kafkajs-membership.ts';
import { readEvents } from './kafkajs-places.ts';
import { readRefusal } from './kafkajs-refusal.ts';

/** What a KafkaJS transport stands on: `Buffer` is Node's. */
export interface KafkaJsLibrary {
  readonly kafka: KafkaJsClient;
  readonly Buffer: BufferMaker;
}

/** A transport on kafkajs 2: one producer and one admin for all, connected when first needed. */
export function createKafkaJsTransport({ kafka, Buffer: buffers }: KafkaJsLibrary): Transport {
  const makers = {
    producer: () => kafka.producer({ idempotent: true, maxInFlightRequests: 1 }),
    admin: () => kafka.admin(),
  };
  return createTransport(makers, buffers, {
    topicDefaults: { replicationFactor: -1, numPartitions: -1 },
    openConsumer: (join, getAdmin) =>
      readEvents(
        kafka.consumer({
          groupId: join.group,
          maxWaitTimeInMs: MAX_WAIT_MS,
          partitionAssigners: [createKafkaJsAssigner(buffers)],
        }),
        join,
        getAdmin,
      ),
    fromBeginningIn: 'subscribe',
    sendAll: async (producer, topic, messages) => {
      try {
        await producer.send({ topic, messages });
      } catch (error) {
        throw readRefusal(error, messages.length) ?? error;
      }
    },
  });
}

/** How long the broker may wait for records, and so what a close may wait for. */
const MAX_WAIT_MS = 500;

/** In what clients that are compatible with KafkaJS differ. */
export interface KafkaJsDialect {
  openConsumer(join: JoinOptions, getAdmin: () => Promise<KafkaJsAdmin>): KafkaJsReader;
  /** Whether `subscribe` is told where to begin, or the consumer was when it was made. */
  readonly fromBeginningIn: 'subscribe' | 'consumer';
  readonly topicDefaults: { readonly replicationFactor?: number; readonly numPartitions?: number };
  /** Sends messages of one topic. @throws SendRefusal where some are at fault and the client tells */
  sendAll(producer: KafkaJsProducer, topic: string, messages: KafkaJsMessage[]): Promise<void>;
}

interface KafkaJsMakers {
  producer(): KafkaJsProducer;
  admin(): KafkaJsAdmin;
}

export function createTransport(kafka: KafkaJsMakers, buffers: BufferMaker, dialect: KafkaJsDialect): Transport {
  const producer = connectOnce(() => kafka.producer());
  const admin = connectOnce(() => kafka.admin());

  function toMessage({ key, value, headers, partition, timestamp }: OutgoingRecord): KafkaJsMessage {
    return {
      key: key === null ? null : toBuffer(buffers, key),
      value: value === null ? null : toBuffer(buffers, value),
      headers: groupHeaders(buffers, headers),
      ...(partition === undefined ? {} : { partition }),
      ...(timestamp === undefined ? {} : { timestamp: String(timestamp) }),
    };
  }

  return {
    async send(topic, records) {
      if (records.length === 0) return;
      await dialect.sendAll(await producer.get(), topic, records.map(toMessage));
    },

    join: async (options) => joinKafkaJs(dialect.openConsumer(options, admin.get), dialect.fromBeginningIn, options),

    async createTopic(topic, { partitions, replicas, configs = {} }: TopicSettings) {
      const count = partitions ?? dialect.topicDefaults.numPartitions;
      const factor = replicas ?? dialect.topicDefaults.replicationFactor;
      const configEntries = Object.entries(configs).map(([name, value]) => ({ name, value }));
      const settings = {
        topic,
        configEntries,
        ...(count === undefined ? {} : { numPartitions: count }),
        ...(factor === undefined ? {} : { replicationFactor: factor }),
      };
      try {
        return (await (await admin.get()).createTopics({ topics: [settings] })) !== false;
      } catch (error) {
        if (isTopicThere(error)) return false;
        throw error;
      }
    },

    listTopics: async () => (await admin.get()).listTopics(),

    async close() {
      await Promise.all([producer.close(), admin.close()]);
    },
  };
}

/** A client that connects when it is first asked for, and again after it could not. */
function connectOnce<Client extends { connect(): Promise<void>; disconnect(): Promise<void> }>(make: () => Client) {
  let client: Promise<Client> | undefined;

  async function connect(): Promise<Client> {
    const made = make();
    await made.connect();
    return made;
  }

  return {
    get: (): Promise<Client> =>
      (client ??= connect().catch((error: unknown) => {
        client = undefined;
        throw error;
      })),
    // One that never connected has nothing to end.
    close: async (): Promise<void> => (await client?.catch(() => undefined))?.disconnect(),
  };
}

function isTopicThere(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if ('type' in error && error.type === 'TOPIC_ALREADY_EXISTS') return true;
  return 'errors' in error && Array.isArray(error.errors) && error.errors.some(isTopicThere);
}
