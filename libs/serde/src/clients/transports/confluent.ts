import type { KafkaJsOptions, KafkaJsSasl } from '../security.ts';
import type { Transport } from '../transport.ts';
import type { BufferMaker } from './bytes.ts';
import type { KafkaJsAdmin, KafkaJsConsumer, KafkaJsProducer } from './kafkajs-library.ts';
import { createTransport } from './kafkajs.ts';

/** What is used of @confluentinc/kafka-javascript 1: `{ Kafka: KafkaJS.Kafka, Buffer }`. */
export interface ConfluentLibrary {
  readonly Kafka: new (options: ConfluentOptions) => ConfluentClient;
  readonly Buffer: BufferMaker;
}

interface ConfluentOptions {
  readonly kafkaJS: { clientId: string; brokers: string[]; ssl?: boolean; sasl?: ConfluentSasl };
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
  consumer(config: { kafkaJS: { groupId: string; fromBeginning: boolean; autoCommit: boolean } }): KafkaJsConsumer;
  admin(): KafkaJsAdmin;
}

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
      openConsumer: (groupId, fromBeginning) =>
        client.consumer({ kafkaJS: { groupId, fromBeginning, autoCommit: false } }),
      fromBeginningIn: 'consumer',
    },
  );
}

function toConfluentOptions({ clientId, brokers, ssl, sasl }: KafkaJsOptions): ConfluentOptions {
  const { ca, cert, key, passphrase } = (ssl ?? {}) as Readonly<Record<string, unknown>>;
  return {
    kafkaJS: {
      clientId,
      brokers,
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
