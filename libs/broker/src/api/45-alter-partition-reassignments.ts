import { alterPartitionReassignments, errorCode } from '@sluice/kafka';
import type { AlterPartitionReassignmentsRequest, AlterPartitionReassignmentsResponse, ErrorName } from '@sluice/kafka';
import type { Handler } from './handler.ts';

/** AlterPartitionReassignments: a partition may be assigned to this broker, where it is; there is no other. */
export const alterPartitionReassignmentsHandler: Handler<
  AlterPartitionReassignmentsRequest,
  AlterPartitionReassignmentsResponse
> = {
  api: alterPartitionReassignments,
  versions: [0, 1],
  handle({ topics, allowReplicationFactorChange }, { broker }) {
    const responses = topics.map(({ name, partitions }) => {
      const count = broker.topics.get(name)?.partitions ?? 0;
      return {
        name,
        partitions: partitions.map(({ partitionIndex, replicas }) => {
          const isKnown = partitionIndex >= 0 && partitionIndex < count;
          const error = isKnown ? judge(replicas, broker.nodeId) : 'UNKNOWN_TOPIC_OR_PARTITION';
          return { partitionIndex, errorCode: errorCode(error), errorMessage: MESSAGES[error] ?? null };
        }),
      };
    });
    return { throttleTimeMs: 0, allowReplicationFactorChange, errorCode: 0, errorMessage: null, responses };
  },
};

/** Null cancels what is under way. */
function judge(replicas: readonly number[] | null, nodeId: number): ErrorName {
  if (replicas === null) return 'NO_REASSIGNMENT_IN_PROGRESS';
  return replicas.length === 1 && replicas[0] === nodeId ? 'NONE' : 'INVALID_REPLICA_ASSIGNMENT';
}

const MESSAGES: Partial<Record<ErrorName, string>> = {
  UNKNOWN_TOPIC_OR_PARTITION: 'There is no such partition.',
  NO_REASSIGNMENT_IN_PROGRESS: 'Nothing is being reassigned.',
  INVALID_REPLICA_ASSIGNMENT: 'There is one broker, so a partition has one replica.',
};
