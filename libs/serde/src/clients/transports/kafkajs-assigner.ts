import type { BufferMaker } from './bytes.ts';
import { toBuffer } from './bytes.ts';
import { readSubscription, writeAssignment, writeSubscription } from './consumer-protocol.ts';
import { dealPartitions, ROUND_ROBIN } from './deal-partitions.ts';
import type { KafkaJsAssigner, KafkaJsCluster } from './kafkajs-library.ts';

/** Deals partitions in the client's terms. */
export function createKafkaJsAssigner(buffers: BufferMaker): (place: { cluster: KafkaJsCluster }) => KafkaJsAssigner {
  return ({ cluster }) => ({
    name: ROUND_ROBIN,
    version: 0,
    protocol: ({ topics }) => ({ name: ROUND_ROBIN, metadata: toBuffer(buffers, writeSubscription(topics)) }),

    async assign({ members }) {
      const subscribers = members.map(({ memberId, memberMetadata }) => ({
        memberId,
        topics: readSubscription(memberMetadata),
      }));
      await learnTopics(cluster, new Set(subscribers.flatMap(({ topics }) => topics)));
      const shares = dealPartitions(subscribers, (topic) => cluster.findTopicPartitionMetadata(topic).length);
      return shares.map(({ memberId, partitions }) => ({
        memberId,
        memberAssignment: toBuffer(buffers, writeAssignment(partitions)),
      }));
    },
  });
}

/** Has the client ask for the partitions of all topics, also of those that only other members read. */
async function learnTopics(cluster: KafkaJsCluster, topics: ReadonlySet<string>): Promise<void> {
  for (const topic of topics) {
    try {
      await cluster.addMultipleTargetTopics([topic]);
    } catch (error) {
      // Whoever wants a topic that is not there learns that by itself, and the others can read.
      if (!isUnknownTopic(error)) throw error;
    }
  }
}

const UNKNOWN_TOPIC = new Set(['UNKNOWN_TOPIC_OR_PARTITION', 'INVALID_TOPIC_EXCEPTION', 'TOPIC_AUTHORIZATION_FAILED']);

/** The client takes such a topic off its list again. */
function isUnknownTopic(error: unknown): boolean {
  return error instanceof Error && 'type' in error && UNKNOWN_TOPIC.has(String(error.type));
}
