import { ZERO_UUID } from '@sluice/kafka';
import type { Clock } from './clock.ts';
import type {
  CommitAnswer,
  CommitRequest,
  FetchedPartition,
  FetchOffsetsAnswer,
  FetchOffsetsRequest,
  GroupError,
  TopicReference,
} from './groups.ts';
import { type CommittedOffset, encodeOffsetRecord } from './offset-records.ts';
import type { OffsetTable } from './offset-table.ts';
import type { RecordQueue } from './record-queue.ts';

/** A topic as the groups need to know it. */
export interface KnownTopic {
  readonly name: string;
  /** Kafka's base64url form. */
  readonly id: string;
  readonly partitions: number;
}

/** The topics of this broker, so that offsets exist only for partitions that do. */
export interface TopicLookup {
  get(name: string): KnownTopic | undefined;
  byId(topicId: string): KnownTopic | undefined;
  onDelete(listener: (topic: KnownTopic) => void): void;
}

/** What commits and fetches of offsets need. */
export interface OffsetStorage {
  readonly table: OffsetTable;
  readonly queue: RecordQueue;
  readonly topics: TopicLookup;
  readonly clock: Clock;
  /** `offset.metadata.max.bytes` */
  readonly maxMetadataLength: number;
}

/** A century: what a client asks beyond it is for ever, and must fit a timestamp. */
const MAX_RETENTION_MS = 100 * 366 * 86_400_000;

/** Stores what of the request can be stored, all of it in one append, and answers each partition. */
export async function commitOffsets(
  request: CommitRequest,
  storage: OffsetStorage,
  onDurable: (count: number) => void,
): Promise<CommitAnswer> {
  const { table, queue, topics, clock } = storage;
  const commitTimestampMs = clock.now();
  const retentionMs = Math.min(request.retentionTimeMs, MAX_RETENTION_MS);
  const accepted: { topic: KnownTopic; partition: number; committed: CommittedOffset }[] = [];
  const errors = request.topics.map(({ topic: reference, partitions }) => {
    const topic = findTopic(topics, reference);
    return partitions.map((partition): GroupError => {
      if (typeof topic === 'string') return topic;
      const { partitionIndex, committedMetadata } = partition;
      if (partitionIndex < 0 || partitionIndex >= topic.partitions) return 'UNKNOWN_TOPIC_OR_PARTITION';
      const metadata = committedMetadata ?? '';
      if (metadata.length > storage.maxMetadataLength) return 'OFFSET_METADATA_TOO_LARGE';
      const committed = {
        offset: partition.committedOffset,
        leaderEpoch: partition.committedLeaderEpoch,
        metadata,
        commitTimestampMs,
        expireTimestampMs: retentionMs < 0 ? -1 : commitTimestampMs + retentionMs,
      };
      accepted.push({ topic, partition: partitionIndex, committed });
      return 'NONE';
    });
  });
  if (accepted.length === 0) return errors;
  const records = accepted.map(({ topic, partition, committed }) =>
    encodeOffsetRecord(request.groupId, topic.name, partition, committed),
  );
  const stored = await queue.write(records, () => {
    for (const { topic, partition, committed } of accepted) {
      table.set(request.groupId, topic.name, partition, committed);
    }
    onDurable(accepted.length);
  });
  return stored === 'NONE' ? errors : errors.map((topic) => topic.map((error) => (error === 'NONE' ? stored : error)));
}

/** The durable offsets asked for. A partition without one, as in an unknown group, answers −1 and no error. */
export function fetchOffsets(request: FetchOffsetsRequest, storage: OffsetStorage): FetchOffsetsAnswer {
  const { table, topics } = storage;
  if (request.topics === null) {
    return Array.from(table.topics(request.groupId)).flatMap(([name, committed]) => {
      const topic = topics.get(name);
      if (topic === undefined) return [];
      const partitions = Array.from(committed, ([partition, offset]) => describePartition(partition, offset));
      return [{ name, topicId: topic.id, partitions }];
    });
  }
  return request.topics.map(({ topic: reference, partitionIndexes }) => {
    const topic = findTopic(topics, reference);
    const name = 'name' in reference ? reference.name : typeof topic === 'string' ? '' : topic.name;
    const topicId = 'topicId' in reference ? reference.topicId : typeof topic === 'string' ? ZERO_UUID : topic.id;
    // Whoever asks by name for what does not exist learns that nothing is committed, as in Kafka.
    const error = topic === 'UNKNOWN_TOPIC_ID' ? topic : 'NONE';
    const partitions = partitionIndexes.map((partition) =>
      describePartition(partition, table.get(request.groupId, name, partition), error),
    );
    return { name, topicId, partitions };
  });
}

function findTopic(topics: TopicLookup, reference: TopicReference): KnownTopic | GroupError {
  if ('topicId' in reference) return topics.byId(reference.topicId) ?? 'UNKNOWN_TOPIC_ID';
  return topics.get(reference.name) ?? 'UNKNOWN_TOPIC_OR_PARTITION';
}

function describePartition(
  partitionIndex: number,
  committed: CommittedOffset | undefined,
  error: GroupError = 'NONE',
): FetchedPartition {
  return {
    partitionIndex,
    committedOffset: committed?.offset ?? -1n,
    committedLeaderEpoch: committed?.leaderEpoch ?? -1,
    metadata: committed?.metadata ?? '',
    error,
  };
}
