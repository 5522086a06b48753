import { Producer, stringSerializer } from '@platformatic/kafka';
import { readRefusal } from './refusal.ts';
import type { Refusal } from './refusal.ts';

/** One encoded record; `sequence` numbers a machine's records on a topic and travels as a header. */
export interface EncodedRecord {
  readonly value: Uint8Array;
  readonly sequence: number;
}

/** What became of a batch: `undefined` when the broker accepted it, else its refusal. */
export type Fate = Refusal | undefined;

export interface TopicProducer {
  /**
   * Sends records of one key as one batch of one partition, so that they share one fate.
   * Rejects when the fate is not known: the broker is gone, or failed for another cause than a bad record.
   */
  send(key: string, records: readonly EncodedRecord[]): Promise<Fate>;
  close(): Promise<void>;
}

export interface TopicProducerOptions {
  /** `host:port` of a broker. */
  readonly bootstrap: string;
  readonly clientId: string;
  readonly topic: string;
  readonly compression?: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
}

/** The header that carries a record's number. */
export const SEQUENCE_HEADER = 'sequence';

export function createTopicProducer(options: TopicProducerOptions): TopicProducer {
  const { bootstrap, clientId, topic, compression = 'none' } = options;
  const producer = new Producer<string, Uint8Array, string, string>({
    bootstrapBrokers: [bootstrap],
    clientId,
    compression,
    idempotent: true,
    retries: 5,
    serializers: {
      key: stringSerializer,
      value: viewBytes,
      headerKey: stringSerializer,
      headerValue: stringSerializer,
    },
  });
  return {
    async send(key, records) {
      const messages = records.map(({ value, sequence }) => ({
        topic,
        key,
        value,
        headers: { [SEQUENCE_HEADER]: String(sequence) },
      }));
      try {
        await producer.send({ messages });
        return undefined;
      } catch (error) {
        const refusal = readRefusal(error);
        if (refusal === undefined) throw error;
        return refusal;
      }
    },
    close: () => producer.close(),
  };
}

function viewBytes(bytes: Uint8Array | undefined): Buffer | undefined {
  return bytes && Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
