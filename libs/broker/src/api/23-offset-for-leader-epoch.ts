import { errorCode, offsetForLeaderEpoch } from '@sluice/kafka';
import type { ErrorName, OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse } from '@sluice/kafka';
import { findEpochEnd } from '../fetch/find-epoch-end.ts';
import type { Handler, RequestContext } from './handler.ts';

type PartitionRequest = OffsetForLeaderEpochRequest['topics'][number]['partitions'][number];
type PartitionResponse = OffsetForLeaderEpochResponse['topics'][number]['partitions'][number];

/** OffsetForLeaderEpoch: where an epoch's records end, so that a consumer sees whether its own were cut off. */
export const offsetForLeaderEpochHandler: Handler<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> = {
  api: offsetForLeaderEpoch,
  versions: [2, 4],
  async handle(request, context) {
    const topics = await Promise.all(
      request.topics.map(async ({ topic, partitions }) => {
        return { topic, partitions: await Promise.all(partitions.map((partition) => find(topic, partition, context))) };
      }),
    );
    return { topics };
  },
};

async function find(name: string, request: PartitionRequest, { broker }: RequestContext): Promise<PartitionResponse> {
  const { partition, currentLeaderEpoch, leaderEpoch } = request;
  const topic = broker.topics.get(name);
  if (topic === undefined || partition < 0 || partition >= topic.partitions) {
    return failed(partition, 'UNKNOWN_TOPIC_OR_PARTITION');
  }
  if (currentLeaderEpoch >= 0 && currentLeaderEpoch !== broker.leaderEpoch) {
    return failed(partition, currentLeaderEpoch < broker.leaderEpoch ? 'FENCED_LEADER_EPOCH' : 'UNKNOWN_LEADER_EPOCH');
  }
  try {
    const log = await broker.topics.openLog(topic, partition);
    const found = findEpochEnd(log, leaderEpoch, broker.leaderEpoch);
    if (found === undefined) return { partition, errorCode: 0, leaderEpoch: -1, endOffset: -1n };
    return { partition, errorCode: 0, leaderEpoch: found.leaderEpoch, endOffset: BigInt(found.endOffset) };
  } catch (error) {
    broker.logger.error({ topic: name, partition, error: String(error) }, 'end of an epoch cannot be looked up');
    return failed(partition, 'KAFKA_STORAGE_ERROR');
  }
}

function failed(partition: number, error: ErrorName): PartitionResponse {
  return { partition, errorCode: errorCode(error), leaderEpoch: -1, endOffset: -1n };
}
