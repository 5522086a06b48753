/** Headers of a record in their order; a name may come more than once. */
export type RecordHeaders = readonly (readonly [name: string, value: Uint8Array])[];

/** A record on its way to a topic. Without `partition` the client's partitioner chooses by the key. */
export interface OutgoingRecord {
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: RecordHeaders;
  readonly partition?: number;
  /** Milliseconds since 1970; now when absent. */
  readonly timestamp?: number;
}

/** A record as it lies in a partition. */
export interface IncomingRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: bigint;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly key: Uint8Array | null;
  readonly value: Uint8Array | null;
  readonly headers: RecordHeaders;
}

/** Records of one partition, in order. */
export interface PartitionBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly IncomingRecord[];
  /** False once the partition went to another member: the records that are left are theirs. */
  isOwned(): boolean;
  /** Commits `next` as the offset to go on from; nothing where the partition is no longer owned. */
  commit(next: bigint): Promise<void>;
}

/** How to read topics as a member of a group. */
export interface JoinOptions {
  readonly group: string;
  readonly topics: readonly string[];
  /** Where to begin in a partition that the group has committed nothing of. */
  readonly fromBeginning: boolean;
  /** How many partitions may be handed over at once. */
  readonly maxPartitions: number;
  /**
   * Takes records, the next of the same partition only when the promise settles: that is the back pressure. Must not
   * reject. Records that were not committed come again when the group changes hands; never those committed.
   */
  readonly onBatch: (batch: PartitionBatch) => Promise<void>;
}

/** A member of a group. */
export interface Membership {
  /** Settles when the membership ends: it rejects when reading fails for good. */
  readonly ended: Promise<void>;
  /** Hands over no more, waits for what was handed over, and leaves the group. */
  close(): Promise<void>;
}

/** A topic as it is to be made; what is absent is the broker's default. */
export interface TopicSettings {
  readonly partitions?: number;
  readonly replicas?: number;
  readonly configs?: Readonly<Record<string, string>>;
}

/** What the classes need of a Kafka client library. One transport may serve any number of them. */
export interface Transport {
  /** Resolves when the broker has taken all of them. @throws SendRefusal where some are at fault and the client tells */
  send(topic: string, records: readonly OutgoingRecord[]): Promise<void>;
  /** Resolves when the group has made this a member and its partitions' first offsets are known. */
  join(options: JoinOptions): Promise<Membership>;
  /** False when there is such a topic already. */
  createTopic(topic: string, settings: TopicSettings): Promise<boolean>;
  listTopics(): Promise<readonly string[]>;
  close(): Promise<void>;
}

/** The last value of a header, as text or bytes are to be read from; `undefined` when there is none. */
export function findHeader(headers: RecordHeaders, name: string): Uint8Array | undefined {
  return headers.findLast(([key]) => key === name)?.[1];
}
