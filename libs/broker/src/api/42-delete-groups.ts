import { deleteGroups, type DeleteGroupsRequest, type DeleteGroupsResponse, errorCode } from '@sluice/kafka';
import type { Handler } from './handler.ts';

/** DeleteGroups: each group that is empty, with its offsets. */
export const deleteGroupsHandler: Handler<DeleteGroupsRequest, DeleteGroupsResponse> = {
  api: deleteGroups,
  versions: [0, 2],
  async handle(request, { broker }) {
    const groupIds = [...new Set(request.groupsNames)];
    const results = await Promise.all(
      groupIds.map(async (groupId) => ({ groupId, errorCode: errorCode(await broker.groups.delete(groupId)) })),
    );
    return { throttleTimeMs: 0, results };
  },
};
