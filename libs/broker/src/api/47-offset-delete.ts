import { errorCode, offsetDelete, type OffsetDeleteRequest, type OffsetDeleteResponse } from '@sluice/kafka';
import type { Handler } from './handler.ts';

/** OffsetDelete: offsets of topics that the group's members do not read. */
export const offsetDeleteHandler: Handler<OffsetDeleteRequest, OffsetDeleteResponse> = {
  api: offsetDelete,
  versions: [0, 0],
  async handle(request, { broker }) {
    const wanted = request.topics.map(({ name, partitions }) => ({
      name,
      partitions: partitions.map(({ partitionIndex }) => partitionIndex),
    }));
    const { error, partitions: errors } = await broker.groups.deleteOffsets(request.groupId, wanted);
    if (error !== 'NONE') return { errorCode: errorCode(error), throttleTimeMs: 0, topics: [] };
    const topics = wanted.map(({ name, partitions }, topic) => ({
      name,
      partitions: partitions.map((partitionIndex, partition) => ({
        partitionIndex,
        errorCode: errorCode(errors[topic]?.[partition] ?? 'UNKNOWN_SERVER_ERROR'),
      })),
    }));
    return { errorCode: errorCode('NONE'), throttleTimeMs: 0, topics };
  },
};
