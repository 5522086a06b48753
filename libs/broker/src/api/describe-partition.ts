import type { BrokerServices } from './handler.ts';

/** A partition as Metadata and DescribeTopicPartitions show it: its one replica is here and leads. */
export function describePartition(partitionIndex: number, { nodeId, leaderEpoch }: BrokerServices) {
  return {
    errorCode: 0,
    partitionIndex,
    leaderId: nodeId,
    leaderEpoch,
    replicaNodes: [nodeId],
    isrNodes: [nodeId],
    offlineReplicas: [],
  };
}
