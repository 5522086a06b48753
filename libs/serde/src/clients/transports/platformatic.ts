import { encodeText } from '../text.ts';
import type { OutgoingRecord, TopicSettings, Transport } from '../transport.ts';
import { toBuffer } from './bytes.ts';
import { joinPlatformatic } from './platformatic-membership.ts';
import { readRefusal } from './platformatic-refusal.ts';
import type { PlatformaticLibrary, PlatformaticMessage, PlatformaticOptions } from './platformatic-library.ts';

/** How producers send; what is absent is the client's default. */
export interface PlatformaticSettings {
  readonly compression?: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
  /** Each record once, in order, whatever is sent again. True when absent. */
  readonly idempotent?: boolean;
}

/** A transport on @platformatic/kafka 2: one producer and one admin for all, made when first needed. */
export function createPlatformaticTransport(
  library: PlatformaticLibrary,
  options: PlatformaticOptions,
  settings: PlatformaticSettings = {},
): Transport {
  type Producer = InstanceType<PlatformaticLibrary['Producer']>;
  type Admin = InstanceType<PlatformaticLibrary['Admin']>;
  let producer: Producer | undefined;
  let admin: Admin | undefined;

  function getProducer(): Producer {
    const { compression = 'none', idempotent = true } = settings;
    producer ??= new library.Producer({ retries: 5, ...options, compression, idempotent });
    return producer;
  }

  function getAdmin(): Admin {
    admin ??= new library.Admin(options);
    return admin;
  }

  function toMessage(topic: string, record: OutgoingRecord): PlatformaticMessage {
    const { key, value, headers, partition, timestamp } = record;
    const view = (bytes: Uint8Array): Uint8Array => toBuffer(library.Buffer, bytes);
    return {
      topic,
      headers: new Map(headers.map(([name, bytes]) => [view(encodeText(name)), view(bytes)])),
      ...(key === null ? {} : { key: view(key) }),
      ...(value === null ? {} : { value: view(value) }),
      ...(partition === undefined ? {} : { partition }),
      ...(timestamp === undefined ? {} : { timestamp: BigInt(timestamp) }),
    };
  }

  return {
    async send(topic, records) {
      if (records.length === 0) return;
      try {
        await getProducer().send({ messages: records.map((record) => toMessage(topic, record)) });
      } catch (error) {
        throw readRefusal(error, records) ?? error;
      }
    },

    join: (join) => joinPlatformatic(library, options, join),

    async createTopic(topic, { partitions, replicas, configs = {} }: TopicSettings) {
      const entries = Object.entries(configs).map(([name, value]) => ({ name, value }));
      try {
        await getAdmin().createTopics({
          topics: [topic],
          ...(partitions === undefined ? {} : { partitions }),
          ...(replicas === undefined ? {} : { replicas }),
          configs: entries,
        });
        return true;
      } catch (error) {
        if (isTopicThere(error)) return false;
        throw error;
      }
    },

    listTopics: () => getAdmin().listTopics(),

    async close() {
      await Promise.all([producer?.close(), admin?.close()]);
    },
  };
}

/** The client puts the broker's errors into its own, one in another. */
function isTopicThere(error: unknown, depth = 0): boolean {
  if (!(error instanceof Error) || depth > 8) return false;
  if ('apiId' in error && error.apiId === 'TOPIC_ALREADY_EXISTS') return true;
  const inner: unknown[] = error instanceof AggregateError ? error.errors : [error.cause];
  return inner.some((item) => isTopicThere(item, depth + 1));
}
