import { errorCode, syncGroup, type SyncGroupRequest, type SyncGroupResponse } from '@sluice/kafka';
import type { Handler } from './handler.ts';

/** SyncGroup: the leader brings the assignment, everyone is answered with their part of it. */
export const syncGroupHandler: Handler<SyncGroupRequest, SyncGroupResponse> = {
  api: syncGroup,
  versions: [0, 5],
  async handle(request, { clientId, connection, broker }) {
    const client = { clientId: clientId ?? '', clientHost: connection.remoteAddress, closed: connection.closed };
    const { error, ...answer } = await broker.groups.sync(request, client);
    return { ...answer, errorCode: errorCode(error) };
  },
};
