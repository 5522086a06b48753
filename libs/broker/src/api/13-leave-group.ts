import { errorCode, leaveGroup, type LeaveGroupRequest, type LeaveGroupResponse } from '@sluice/kafka';
import type { Handler } from './handler.ts';

/** LeaveGroup: one member up to version 2, which then answers that member's error; many from version 3. */
export const leaveGroupHandler: Handler<LeaveGroupRequest, LeaveGroupResponse> = {
  api: leaveGroup,
  versions: [0, 5],
  handle(request, { apiVersion, broker }) {
    const leaving = apiVersion < 3 ? [{ memberId: request.memberId, groupInstanceId: null }] : request.members;
    const { error, members } = broker.groups.leave(request.groupId, leaving);
    if (apiVersion < 3) {
      const [only] = members;
      return { errorCode: errorCode(error === 'NONE' && only !== undefined ? only.error : error), members: [] };
    }
    return {
      errorCode: errorCode(error),
      members: members.map((member) => ({ ...member, errorCode: errorCode(member.error) })),
    };
  },
};
