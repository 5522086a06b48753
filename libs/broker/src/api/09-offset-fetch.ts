import { errorCode, offsetFetch, type OffsetFetchRequest, type OffsetFetchResponse } from '@sluice/kafka';
import type { FetchOffsetsRequest, Groups } from '../groups/groups.ts';
import type { Handler } from './handler.ts';

/** OffsetFetch: one group up to version 7, many from version 8; topics go by id from version 10. */
export const offsetFetchHandler: Handler<OffsetFetchRequest, OffsetFetchResponse> = {
  api: offsetFetch,
  versions: [1, 10],
  handle(request, { apiVersion, broker }) {
    if (apiVersion < 8) {
      const topics = request.topics?.map(({ name, partitionIndexes }) => ({ topic: { name }, partitionIndexes }));
      const fetched = fetchGroup(broker.groups, { groupId: request.groupId, topics: topics ?? null });
      return { topics: fetched, groups: [] };
    }
    // Each once: all offsets of a group are very much longer than its name.
    const wanted = new Map(request.groups.map((group) => [group.groupId, group]));
    const groups = Array.from(wanted.values(), (group) => {
      const topics = group.topics?.map(({ name, topicId, partitionIndexes }) => ({
        topic: apiVersion >= 10 ? { topicId } : { name },
        partitionIndexes,
      }));
      return {
        groupId: group.groupId,
        topics: fetchGroup(broker.groups, { groupId: group.groupId, topics: topics ?? null }),
      };
    });
    return { groups };
  },
};

function fetchGroup(groups: Groups, request: FetchOffsetsRequest) {
  return groups.fetchOffsets(request).map(({ name, topicId, partitions }) => ({
    name,
    topicId,
    partitions: partitions.map(({ error, ...partition }) => ({ ...partition, errorCode: errorCode(error) })),
  }));
}
