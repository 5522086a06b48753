import { describeTopicPartitions, errorCode, ZERO_UUID } from '@sluice/kafka';
import type { DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse } from '@sluice/kafka';
import { AUTHORIZED_OPERATIONS } from './authorized-operations.ts';
import type { Handler } from './handler.ts';
import { describePartition } from './describe-partition.ts';

type TopicResponse = DescribeTopicPartitionsResponse['topics'][number];

/** As many as a Kafka broker answers at a time (max.request.partition.size.limit). */
const MAX_PARTITIONS = 2000;

/** DescribeTopicPartitions (KIP-966): topics in the order of their names, page by page of so many partitions. */
export const describeTopicPartitionsHandler: Handler<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse> =
  {
    api: describeTopicPartitions,
    versions: [0, 0],
    handle({ topics: wanted, responsePartitionLimit, cursor }, { broker }) {
      const from = cursor ?? { topicName: '', partitionIndex: 0 };
      const isAll = wanted.length === 0;
      const names = isAll ? Array.from(broker.topics.list(), ({ name }) => name) : wanted.map(({ name }) => name);
      const limit = Math.min(Math.max(1, responsePartitionLimit), MAX_PARTITIONS);
      const topics: TopicResponse[] = [];
      let left = limit;
      for (const name of [...new Set(names)].filter((candidate) => candidate >= from.topicName).toSorted(byCodeUnits)) {
        if (left === 0) return { throttleTimeMs: 0, topics, nextCursor: { topicName: name, partitionIndex: 0 } };
        const topic = broker.topics.get(name);
        const first = name === from.topicName ? Math.max(0, from.partitionIndex) : 0;
        if (topic === undefined) {
          topics.push(failed(name));
          left--;
          continue;
        }
        const end = Math.min(topic.partitions, first + left);
        topics.push({
          errorCode: 0,
          name,
          topicId: topic.id,
          isInternal: topic.isInternal,
          partitions: Array.from({ length: Math.max(0, end - first) }, (_, i) => ({
            ...describePartition(first + i, broker),
            eligibleLeaderReplicas: [],
            lastKnownElr: [],
          })),
          topicAuthorizedOperations: AUTHORIZED_OPERATIONS.topic,
        });
        left -= Math.max(0, end - first);
        if (end < topic.partitions)
          return { throttleTimeMs: 0, topics, nextCursor: { topicName: name, partitionIndex: end } };
      }
      return { throttleTimeMs: 0, topics, nextCursor: null };
    },
  };

/** As Java compares strings, which clients page by. */
function byCodeUnits(a: string, b: string): number {
  return a < b ? -1 : 1;
}

function failed(name: string): TopicResponse {
  return { errorCode: errorCode('UNKNOWN_TOPIC_OR_PARTITION'), name, topicId: ZERO_UUID, partitions: [] };
}
