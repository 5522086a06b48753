/** What is used of a KafkaJS client, as `new Kafka(…)` of kafkajs 2 makes it. */
export interface KafkaJsClient {
  producer(config?: object): KafkaJsProducer;
  consumer(config: {
    groupId: string;
    maxWaitTimeInMs?: number;
    partitionAssigners?: ((place: { cluster: KafkaJsCluster }) => KafkaJsAssigner)[];
  }): KafkaJsConsumer & KafkaJsEvents;
  admin(config?: object): KafkaJsAdmin;
}

/** How the leader of a group deals partitions out. */
export interface KafkaJsAssigner {
  readonly name: string;
  readonly version: number;
  // oxlint-disable-next-line typescript/no-explicit-any -- the client wants Node's Buffer, which has no type here
  protocol(subscription: { topics: string[] }): { name: string; metadata: any };
  assign(group: {
    members: { memberId: string; memberMetadata: Uint8Array }[];
    // oxlint-disable-next-line typescript/no-explicit-any -- as above
  }): Promise<{ memberId: string; memberAssignment: any }[]>;
}

/** The client's view of the cluster. */
export interface KafkaJsCluster {
  addMultipleTargetTopics(topics: string[]): Promise<void>;
  findTopicPartitionMetadata(topic: string): readonly object[];
}

export interface KafkaJsProducer {
  connect(): Promise<void>;
  send(batch: { topic: string; messages: KafkaJsMessage[] }): Promise<unknown>;
  disconnect(): Promise<void>;
}

export interface KafkaJsMessage {
  // oxlint-disable-next-line typescript/no-explicit-any -- the client wants Node's Buffer, which has no type here
  readonly key: any;
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  readonly value: any;
  // oxlint-disable-next-line typescript/no-explicit-any -- as above
  readonly headers: any;
  readonly partition?: number;
  readonly timestamp?: string;
}

/** A consumer, and what is told of it in ways that clients differ in. */
export interface KafkaJsReader {
  readonly consumer: KafkaJsConsumer;
  /** To be waited for before it runs. */
  prepare(): Promise<void>;
  /** Resolves when the group has given it partitions, or none, and the places to begin are known. */
  readonly placed: Promise<void>;
  /** Tells of what ends its reading for good. */
  onCrash(listener: (error: unknown) => void): void;
}

export interface KafkaJsConsumer {
  connect(): Promise<void>;
  subscribe(subscription: { topics: string[]; fromBeginning?: boolean }): Promise<void>;
  run(config: {
    autoCommit?: boolean;
    eachBatchAutoResolve: boolean;
    partitionsConsumedConcurrently: number;
    eachBatch: (payload: KafkaJsBatch) => Promise<void>;
  }): Promise<void>;
  commitOffsets(offsets: { topic: string; partition: number; offset: string }[]): Promise<void>;
  pause(topics: { topic: string }[]): void;
  disconnect(): Promise<void>;
}

/** The events of kafkajs. Clients that are compatible with it have none. */
export interface KafkaJsEvents {
  readonly events: { readonly CRASH: string; readonly FETCH: string; readonly GROUP_JOIN: string };
  on(event: string, listener: (event: { payload: KafkaJsEvent }) => void): () => void;
}

/** What events tell, each its own part. */
export interface KafkaJsEvent {
  readonly error?: Error;
  readonly restart?: boolean;
  /** The member's partitions by topic. */
  readonly memberAssignment?: Readonly<Record<string, readonly number[]>>;
}

export interface KafkaJsBatch {
  readonly batch: {
    readonly topic: string;
    readonly partition: number;
    readonly messages: readonly KafkaJsIncoming[];
  };
  resolveOffset(offset: string): void;
  heartbeat(): Promise<void>;
  isRunning(): boolean;
  isStale(): boolean;
}

export interface KafkaJsIncoming {
  readonly key?: Uint8Array | string | null;
  readonly value: Uint8Array | string | null;
  readonly timestamp: string;
  readonly offset: string;
  readonly headers?: Readonly<Record<string, Uint8Array | string | (Uint8Array | string)[] | undefined>>;
}

export interface KafkaJsAdmin {
  connect(): Promise<void>;
  createTopics(options: {
    topics: {
      topic: string;
      numPartitions?: number;
      replicationFactor?: number;
      configEntries?: { name: string; value: string }[];
    }[];
    waitForLeaders?: boolean;
  }): Promise<boolean | void>;
  listTopics(): Promise<string[]>;
  fetchTopicOffsets(topic: string): Promise<{ partition: number; high: string }[]>;
  fetchOffsets(options: {
    groupId: string;
    topics: string[];
  }): Promise<{ topic: string; partitions: { partition: number; offset: string }[] }[]>;
  disconnect(): Promise<void>;
}
