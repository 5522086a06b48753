import { errorCode, listOffsets } from '@sluice/kafka';
import type { ErrorName, ListOffsetsRequest, ListOffsetsResponse } from '@sluice/kafka';
import type { PartitionLog } from '../log/partition-log.ts';
import { createFirstNaming } from './first-naming.ts';
import type { Handler, RequestContext } from './handler.ts';

type PartitionRequest = ListOffsetsRequest['topics'][number]['partitions'][number];
type PartitionResponse = ListOffsetsResponse['topics'][number]['partitions'][number];

/** Timestamps that stand for a place (KIP-79, KIP-734, KIP-405, KIP-1005). */
const LATEST = -1n;
const EARLIEST = -2n;
const MAX_TIMESTAMP = -3n;
const EARLIEST_LOCAL = -4n;
const LATEST_TIERED = -5n;

/** ListOffsets: the offset at the start, the end, a time, or the greatest time. */
export const listOffsetsHandler: Handler<ListOffsetsRequest, ListOffsetsResponse> = {
  api: listOffsets,
  versions: [1, 11],
  async handle(request, context) {
    const isFirst = createFirstNaming();
    const topics = await Promise.all(
      request.topics.map(async ({ name, partitions }) => {
        const answers = partitions.map(async (partition) => {
          const { partitionIndex } = partition;
          if (!isFirst(name, partitionIndex)) return failed(partitionIndex, 'INVALID_REQUEST');
          return find(name, partition, context);
        });
        return { name, partitions: await Promise.all(answers) };
      }),
    );
    return { topics };
  },
};

async function find(name: string, request: PartitionRequest, { broker }: RequestContext): Promise<PartitionResponse> {
  const { partitionIndex, currentLeaderEpoch, timestamp } = request;
  const topic = broker.topics.get(name);
  if (topic === undefined || partitionIndex < 0 || partitionIndex >= topic.partitions) {
    return failed(partitionIndex, 'UNKNOWN_TOPIC_OR_PARTITION');
  }
  if (currentLeaderEpoch >= 0 && currentLeaderEpoch !== broker.leaderEpoch) {
    return failed(
      partitionIndex,
      currentLeaderEpoch < broker.leaderEpoch ? 'FENCED_LEADER_EPOCH' : 'UNKNOWN_LEADER_EPOCH',
    );
  }
  if (timestamp < LATEST_TIERED) return failed(partitionIndex, 'UNSUPPORTED_VERSION');
  try {
    const log = await broker.topics.openLog(topic, partitionIndex);
    const found = await findIn(log, timestamp, broker.leaderEpoch);
    return { partitionIndex, errorCode: 0, timestamp: -1n, offset: -1n, leaderEpoch: -1, ...found };
  } catch (error) {
    broker.logger.error({ topic: name, partition: partitionIndex, error: String(error) }, 'offset cannot be looked up');
    return failed(partitionIndex, 'KAFKA_STORAGE_ERROR');
  }
}

async function findIn(log: PartitionLog, timestamp: bigint, leaderEpoch: number): Promise<Partial<PartitionResponse>> {
  if (timestamp === LATEST) return { offset: BigInt(log.highWatermark), leaderEpoch };
  if (timestamp === EARLIEST || timestamp === EARLIEST_LOCAL) return { offset: BigInt(log.startOffset), leaderEpoch };
  if (timestamp === LATEST_TIERED) return {};
  const found = timestamp === MAX_TIMESTAMP ? await log.findGreatestTimestamp() : await log.findTimestamp(timestamp);
  if (found === undefined) return {};
  return { offset: BigInt(found.offset), timestamp: found.timestampMs, leaderEpoch: found.leaderEpoch };
}

function failed(partitionIndex: number, error: ErrorName): PartitionResponse {
  return { partitionIndex, errorCode: errorCode(error), timestamp: -1n, offset: -1n };
}
