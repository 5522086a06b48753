import { deleteRecords, errorCode } from '@sluice/kafka';
import type { DeleteRecordsRequest, DeleteRecordsResponse, ErrorName } from '@sluice/kafka';
import { createFirstNaming } from './first-naming.ts';
import type { Handler, RequestContext } from './handler.ts';

type PartitionRequest = DeleteRecordsRequest['topics'][number]['partitions'][number];
type PartitionResponse = DeleteRecordsResponse['topics'][number]['partitions'][number];

/** Stands for the high watermark (KIP-107). */
const EVERYTHING = -1n;

/** DeleteRecords: raises where a partition starts. Answered when that is on the disk. */
export const deleteRecordsHandler: Handler<DeleteRecordsRequest, DeleteRecordsResponse> = {
  api: deleteRecords,
  versions: [0, 2],
  async handle(request, context) {
    const isFirst = createFirstNaming();
    const topics = await Promise.all(
      request.topics.map(async ({ name, partitions }) => {
        const answers = partitions.map(async (partition) => {
          const { partitionIndex } = partition;
          if (!isFirst(name, partitionIndex)) return failed(partitionIndex, 'INVALID_REQUEST');
          return remove(name, partition, context);
        });
        return { name, partitions: await Promise.all(answers) };
      }),
    );
    return { throttleTimeMs: 0, topics };
  },
};

async function remove(
  name: string,
  { partitionIndex, offset }: PartitionRequest,
  { broker }: RequestContext,
): Promise<PartitionResponse> {
  const topic = broker.topics.get(name);
  if (topic === undefined || partitionIndex < 0 || partitionIndex >= topic.partitions) {
    return failed(partitionIndex, 'UNKNOWN_TOPIC_OR_PARTITION');
  }
  if (topic.isInternal) return failed(partitionIndex, 'INVALID_TOPIC_EXCEPTION');
  if (!topic.settings.deletesRecords) return failed(partitionIndex, 'POLICY_VIOLATION');
  try {
    const log = await broker.topics.openLog(topic, partitionIndex);
    const before = offset === EVERYTHING ? log.highWatermark : Number(offset);
    if (before < 0 || before > log.highWatermark) return failed(partitionIndex, 'OFFSET_OUT_OF_RANGE');
    return { partitionIndex, lowWatermark: BigInt(await log.deleteBefore(before)), errorCode: 0 };
  } catch (error) {
    broker.logger.error({ topic: name, partition: partitionIndex, error: String(error) }, 'records not deleted');
    return failed(partitionIndex, 'KAFKA_STORAGE_ERROR');
  }
}

function failed(partitionIndex: number, error: ErrorName): PartitionResponse {
  return { partitionIndex, lowWatermark: -1n, errorCode: errorCode(error) };
}
