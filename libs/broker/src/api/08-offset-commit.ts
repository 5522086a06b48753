import { errorCode, offsetCommit, type OffsetCommitRequest, type OffsetCommitResponse } from '@sluice/kafka';
import type { Handler } from './handler.ts';

/** OffsetCommit: answers each partition once the offsets are durable. Topics go by id from version 10. */
export const offsetCommitHandler: Handler<OffsetCommitRequest, OffsetCommitResponse> = {
  api: offsetCommit,
  versions: [2, 10],
  async handle(request, { apiVersion, broker }) {
    const errors = await broker.groups.commitOffsets({
      groupId: request.groupId,
      memberId: request.memberId,
      groupInstanceId: request.groupInstanceId,
      generationId: request.generationIdOrMemberEpoch,
      retentionTimeMs: Number(request.retentionTimeMs),
      reportsMissingGroup: apiVersion >= 9,
      topics: request.topics.map(({ name, topicId, partitions }) => ({
        topic: apiVersion >= 10 ? { topicId } : { name },
        partitions,
      })),
    });
    const topics = request.topics.map(({ name, topicId, partitions }, topic) => ({
      name,
      topicId,
      partitions: partitions.map(({ partitionIndex }, partition) => ({
        partitionIndex,
        errorCode: errorCode(errors[topic]?.[partition] ?? 'UNKNOWN_SERVER_ERROR'),
      })),
    }));
    return { topics };
  },
};
