import { errorCode, joinGroup, type JoinGroupRequest, type JoinGroupResponse } from '@sluice/kafka';
import type { Handler } from './handler.ts';

/** JoinGroup: answered when the next generation of the group begins. */
export const joinGroupHandler: Handler<JoinGroupRequest, JoinGroupResponse> = {
  api: joinGroup,
  versions: [0, 9],
  async handle(request, { apiVersion, clientId, connection, broker }) {
    const answer = await broker.groups.join(
      {
        ...request,
        // Version 0 has one timeout for both.
        rebalanceTimeoutMs: apiVersion === 0 ? request.sessionTimeoutMs : Math.max(request.rebalanceTimeoutMs, 0),
        requiresKnownMemberId: apiVersion >= 4,
        supportsSkippingAssignment: apiVersion >= 9,
      },
      { clientId: clientId ?? '', clientHost: `/${connection.remoteAddress}`, closed: connection.closed },
    );
    const { error, protocolName, ...generation } = answer;
    // Before version 7 no protocol is an empty name.
    return {
      ...generation,
      errorCode: errorCode(error),
      protocolName: apiVersion < 7 ? (protocolName ?? '') : protocolName,
    };
  },
};
