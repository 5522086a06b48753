import type { KafkaJsOptions, KafkaJsSasl } from '../security.ts';
import type { JoinOptions, Transport } from '../transport.ts';
import type { BufferMaker } from './bytes.ts';
import type {
  KafkaJsAdmin,
  KafkaJsConsumer,
  KafkaJsMessage,
  KafkaJsProducer,
  KafkaJsReader,
} from './kafkajs-library.ts';
import { readEnds } from './kafkajs-places.ts';
import { readRefusals } from './kafkajs-refusal.ts';
import { createTransport } from './kafkajs.ts';

/** What is used of @confluentinc/kafka-javascript 1: `{ Kafka: KafkaJS.Kafka, Buffer }`. */
export interface ConfluentLibrary {
  readonly Kafka: new (options: ConfluentOptions) => ConfluentClient;
  readonly Buffer: BufferMaker;
}

interface ConfluentOptions {
  readonly kafkaJS: {
    clientId: string;
    brokers: string[];
    logLevel: KafkaJsOptions['logLevel'];
    ssl?: boolean;
    sasl?: ConfluentSasl;
  };
  readonly 'ssl.ca.pem'?: string;
  readonly 'ssl.certificate.pem'?: string;
  readonly 'ssl.key.pem'?: string;
  readonly 'ssl.key.password'?: string;
}

type ConfluentSasl =
  | Exclude<KafkaJsSasl, { mechanism: 'oauthbearer' }>
  | {
      readonly mechanism: 'oauthbearer';
      readonly oauthBearerProvider: () => Promise<{ value: string; principal: string; lifetime: number }>;
    };

interface ConfluentClient {
  producer(config: { kafkaJS: { idempotent: boolean } }): KafkaJsProducer;
  consumer(config: {
    kafkaJS: { groupId: string; fromBeginning: boolean; autoCommit: boolean };
    rebalance_cb: (event: { code: number }, partitions: ConfluentPartition[]) => Promise<void>;
  }): ConfluentConsumer;
  admin(): KafkaJsAdmin;
}

interface ConfluentPartition {
  readonly topic: string;
  readonly partition: number;
}

interface ConfluentConsumer extends KafkaJsConsumer {
  committed(partitions: ConfluentPartition[]): Promise<(ConfluentPartition & { readonly offset: string | null })[]>;
}

/** librdkafka's code of a rebalance that gives partitions. */
const ASSIGN_PARTITIONS = -175;

/** The client asks for a token's end, which is not known here: another is asked for after this time. */
const TOKEN_LIFETIME_MS = 5 * 60_000;

/**
 * A transport on @confluentinc/kafka-javascript by its KafkaJS interface. As its migration guide says, options stand in
 * a block `kafkaJS`, a consumer is told when it is made where to begin and that commits are ours, it sends heartbeats by
 * itself and has no events; `ssl` is a boolean, and certificates are options of librdkafka.
 */
export function createConfluentTransport(
  { Kafka, Buffer: buffers }: ConfluentLibrary,
  options: KafkaJsOptions,
): Transport {
  const client = new Kafka(toConfluentOptions(options));
  return createTransport(
    { producer: () => client.producer({ kafkaJS: { idempotent: true } }), admin: () => client.admin() },
    buffers,
    {
      topicDefaults: {},
      openConsumer: (join, getAdmin) => openConsumer(client, join, getAdmin),
      fromBeginningIn: 'consumer',
      sendAll: sendEach,
    },
  );
}

/** Each by itself, for librdkafka tells the fate of each; it makes batches of them all the same, in this order. */
async function sendEach(producer: KafkaJsProducer, topic: string, messages: readonly KafkaJsMessage[]): Promise<void> {
  const fates = await Promise.allSettled(messages.map((message) => producer.send({ topic, messages: [message] })));
  const failed = fates.find((fate) => fate.status === 'rejected');
  if (failed !== undefined) throw readRefusals(fates) ?? failed.reason;
}

function openConsumer(
  client: ConfluentClient,
  { group, fromBeginning }: JoinOptions,
  getAdmin: () => Promise<KafkaJsAdmin>,
): KafkaJsReader {
  const placed = Promise.withResolvers<void>();
  const crashed = Promise.withResolvers<never>();
  crashed.promise.catch(() => {});
  const consumer = client.consumer({
    kafkaJS: { groupId: group, fromBeginning, autoCommit: false },
    rebalance_cb: async ({ code }, partitions) => {
      if (code !== ASSIGN_PARTITIONS) return;
      try {
        if (!fromBeginning) await commitEnds(await getAdmin(), consumer, partitions);
        placed.resolve();
      } catch (error) {
        crashed.reject(error);
      }
    },
  });
  return {
    consumer,
    prepare: async () => {},
    placed: placed.promise,
    onCrash: (listener) => void crashed.promise.catch(listener),
  };
}

/** A group that begins at the end keeps that place, so that nothing is passed over from here on. */
async function commitEnds(
  admin: KafkaJsAdmin,
  consumer: ConfluentConsumer,
  partitions: readonly ConfluentPartition[],
): Promise<void> {
  const committed = await consumer.committed(partitions.map(({ topic, partition }) => ({ topic, partition })));
  const fresh = committed.filter(({ offset }) => offset === null || Number(offset) < 0);
  const ends = await readEnds(admin, new Set(fresh.map(({ topic }) => topic)));
  const places = ends.filter((end) => fresh.some((it) => it.topic === end.topic && it.partition === end.partition));
  if (places.length > 0) await consumer.commitOffsets(places);
}

function toConfluentOptions({ clientId, brokers, logLevel, ssl, sasl }: KafkaJsOptions): ConfluentOptions {
  const { ca, cert, key, passphrase } = (ssl ?? {}) as Readonly<Record<string, unknown>>;
  return {
    kafkaJS: {
      clientId,
      brokers,
      logLevel,
      ...(ssl === undefined ? {} : { ssl: true }),
      ...(sasl === undefined ? {} : { sasl: toConfluentSasl(sasl, clientId) }),
    },
    ...(typeof ca === 'string' ? { 'ssl.ca.pem': ca } : {}),
    ...(typeof cert === 'string' ? { 'ssl.certificate.pem': cert } : {}),
    ...(typeof key === 'string' ? { 'ssl.key.pem': key } : {}),
    ...(typeof passphrase === 'string' ? { 'ssl.key.password': passphrase } : {}),
  };
}

function toConfluentSasl(sasl: KafkaJsSasl, principal: string): ConfluentSasl {
  if (sasl.mechanism !== 'oauthbearer') return sasl;
  const { mechanism, oauthBearerProvider } = sasl;
  return {
    mechanism,
    oauthBearerProvider: async () => {
      const { value } = await oauthBearerProvider();
      return { value, principal, lifetime: Date.now() + TOKEN_LIFETIME_MS };
    },
  };
}
