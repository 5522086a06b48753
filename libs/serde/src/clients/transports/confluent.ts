import type { KafkaJsOptions } from '../security.ts';
import type { Transport } from '../transport.ts';
import type { BufferMaker } from './bytes.ts';
import type { KafkaJsAdmin, KafkaJsConsumer, KafkaJsProducer } from './kafkajs-library.ts';
import { createTransport } from './kafkajs.ts';

/** What is used of @confluentinc/kafka-javascript 1: `{ Kafka: KafkaJS.Kafka, Buffer }`. */
export interface ConfluentLibrary {
  readonly Kafka: new (options: { kafkaJS: object }) => ConfluentClient;
  readonly Buffer: BufferMaker;
}

interface ConfluentClient {
  producer(config: { kafkaJS: object }): KafkaJsProducer;
  consumer(config: { kafkaJS: object }): KafkaJsConsumer;
  admin(): KafkaJsAdmin;
}

/**
 * A transport on @confluentinc/kafka-javascript by its KafkaJS interface. As its migration guide says, options stand in
 * a block `kafkaJS`, a consumer is told when it is made where to begin and that commits are ours, it sends heartbeats by
 * itself and has no events; `ssl` is a boolean, and certificates are options of librdkafka, which are not given here.
 */
export function createConfluentTransport(
  { Kafka, Buffer: buffers }: ConfluentLibrary,
  options: KafkaJsOptions,
): Transport {
  const { ssl, ...rest } = options;
  const client = new Kafka({ kafkaJS: { ...rest, ...(ssl === undefined ? {} : { ssl: true }) } });
  const kafka = {
    producer: (config: object = {}) => client.producer({ kafkaJS: config }),
    consumer: (config: object) => client.consumer({ kafkaJS: config }),
    admin: () => client.admin(),
  };
  return createTransport(kafka, buffers, {
    producerConfig: { idempotent: true },
    topicDefaults: {},
    openConsumer: (groupId, fromBeginning) =>
      client.consumer({ kafkaJS: { groupId, fromBeginning, autoCommit: false } }),
    fromBeginningIn: 'consumer',
  });
}
