import type { Compression } from '@sluice/kafka';

/** A batch as it was first sent; it is sent again as it was. */
export interface SentBatch {
  readonly baseSequence: number;
  readonly values: readonly string[];
  readonly bytes: Uint8Array;
  /** Once acknowledged. */
  baseOffset?: number;
}

/** What one producer sends to one partition: values `<producer>-<number from 0 on>-<filling>`, in order. */
export interface Lane {
  readonly partition: number;
  readonly producer: Producer;
  /** Records of acknowledged batches, then those that are in flight. */
  acknowledged: number;
  attempted: number;
  readonly inFlight: SentBatch[];
  /** Where acknowledged batches must be found: offset by the number of their first record. */
  readonly offsets: Map<number, number>;
  /** Records that the checker has met. */
  read: number;
}

/** An idempotent producer that survives the broker: its id, epoch and sequence numbers go on after a restart. */
export interface Producer {
  readonly name: string;
  readonly compression: Compression;
  producerId: bigint;
  producerEpoch: number;
  readonly lanes: readonly Lane[];
}

/** Committed offsets of one group on one partition only grow. */
export interface GroupOffset {
  readonly groupId: string;
  readonly partition: number;
  acknowledged: number;
  attempted: number;
}

/** What a client may rely on. Everything in it was answered by a broker that was killed after. */
export interface Expectations {
  readonly topic: string;
  readonly producers: readonly Producer[];
  readonly groups: readonly GroupOffset[];
  /** Ids by name; undefined while nobody has said that the topic is there. */
  readonly topicIds: Map<string, string | undefined>;
  readonly producerIds: Set<bigint>;
  clusterId: string | undefined;
  leaderEpoch: number;
  /** How far each partition has been read. */
  readonly readTo: bigint[];
}

export const PARTITIONS = 3;
const COMPRESSIONS: readonly Compression[] = ['none', 'gzip', 'snappy', 'lz4', 'zstd'];

export function createExpectations(topic: string): Expectations {
  const partitions = Array.from({ length: PARTITIONS }, (_, partition) => partition);
  const producers = COMPRESSIONS.map((compression): Producer => {
    const lanes: Lane[] = [];
    const producer = { name: compression, compression, producerId: -1n, producerEpoch: -1, lanes };
    for (const partition of partitions) {
      lanes.push({
        partition,
        producer,
        acknowledged: 0,
        attempted: 0,
        inFlight: [],
        offsets: new Map<number, number>(),
        read: 0,
      });
    }
    return producer;
  });
  const groups = ['readers', 'others'].flatMap((groupId) =>
    partitions.map((partition) => ({ groupId, partition, acknowledged: -1, attempted: -1 })),
  );
  return {
    topic,
    producers,
    groups,
    topicIds: new Map([[topic, undefined]]),
    producerIds: new Set(),
    clusterId: undefined,
    leaderEpoch: -1,
    readTo: partitions.map(() => 0n),
  };
}

/** Something that was promised is not so. */
export class BrokenPromise extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BrokenPromise';
  }
}
