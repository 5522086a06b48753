import type { BufferMaker } from './bytes.ts';
import type { assignBySubscription } from './platformatic-assignor.ts';

/** What is used of @platformatic/kafka 2, as it is there: `{ Admin, Buffer, Consumer, Producer }`. */
export interface PlatformaticLibrary {
  readonly Buffer: BufferMaker;
  readonly Producer: new (options: PlatformaticOptions & PlatformaticProducerOptions) => PlatformaticProducer;
  readonly Consumer: new (options: PlatformaticOptions & PlatformaticConsumerOptions) => PlatformaticConsumer;
  readonly Admin: new (options: PlatformaticOptions) => PlatformaticAdmin;
}

export interface PlatformaticOptions {
  readonly clientId: string;
  readonly bootstrapBrokers: string[];
  readonly tls?: object;
  readonly sasl?: PlatformaticSasl;
}

export interface PlatformaticSasl {
  readonly mechanism: 'PLAIN' | 'SCRAM-SHA-256' | 'SCRAM-SHA-512' | 'OAUTHBEARER';
  readonly username?: string;
  readonly password?: string;
  readonly token?: () => string | Promise<string>;
}

interface PlatformaticProducerOptions {
  readonly compression: 'none' | 'gzip' | 'snappy' | 'lz4' | 'zstd';
  readonly idempotent: boolean;
  readonly retries: number;
}

interface PlatformaticProducer {
  send(options: { messages: PlatformaticMessage[] }): Promise<unknown>;
  close(): Promise<void>;
}

export interface PlatformaticMessage {
  readonly topic: string;
  readonly key?: Uint8Array;
  readonly value?: Uint8Array;
  readonly headers: Map<Uint8Array, Uint8Array>;
  readonly partition?: number;
  readonly timestamp?: bigint;
}

interface PlatformaticConsumerOptions {
  readonly groupId: string;
  readonly autocommit: false;
  readonly maxWaitTime: number;
  readonly partitionAssigner: typeof assignBySubscription;
}

export interface PlatformaticConsumer {
  readonly assignments: readonly { readonly topic: string; readonly partitions: readonly number[] }[] | null;
  consume(options: {
    topics: string[];
    mode: 'committed';
    fallbackMode: 'earliest' | 'latest';
    autocommit: false;
  }): Promise<PlatformaticStream>;
  commit(options: {
    offsets: { topic: string; partition: number; offset: bigint; leaderEpoch: number }[];
  }): Promise<void>;
  on(event: 'consumer:group:join', listener: () => void): unknown;
  close(force?: boolean): Promise<void>;
}

export interface PlatformaticStream extends AsyncIterable<PlatformaticIncoming> {
  /** By `topic:partition`. */
  readonly offsetsToFetch: ReadonlyMap<string, bigint>;
  once(event: 'offsets', listener: () => void): unknown;
  once(event: 'error', listener: (error: Error) => void): unknown;
  close(): Promise<void>;
}

export interface PlatformaticIncoming {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  readonly timestamp: bigint;
  readonly key: Uint8Array | null | undefined;
  readonly value: Uint8Array | null | undefined;
  readonly headerEntries: readonly (readonly [Uint8Array | null | undefined, Uint8Array | null | undefined])[];
}

interface PlatformaticAdmin {
  createTopics(options: {
    topics: string[];
    partitions?: number;
    replicas?: number;
    configs: { name: string; value: string }[];
  }): Promise<unknown>;
  listTopics(): Promise<string[]>;
  close(): Promise<void>;
}
