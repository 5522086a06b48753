import { describeGroups, type DescribeGroupsRequest, type DescribeGroupsResponse, errorCode } from '@sluice/kafka';
import { AUTHORIZED_OPERATIONS, OPERATIONS_NOT_ASKED } from './authorized-operations.ts';
import type { Handler } from './handler.ts';

/** DescribeGroups: a group that does not exist is Dead, and from version 6 an error (KIP-1043). */
export const describeGroupsHandler: Handler<DescribeGroupsRequest, DescribeGroupsResponse> = {
  api: describeGroups,
  versions: [0, 6],
  handle(request, { apiVersion, broker }) {
    const groups = Array.from(new Set(request.groups), (groupId) => {
      const group = broker.groups.describe(groupId);
      if (group !== undefined) {
        const authorizedOperations = request.includeAuthorizedOperations
          ? AUTHORIZED_OPERATIONS.group
          : OPERATIONS_NOT_ASKED;
        return { ...group, groupState: group.state, errorCode: errorCode('NONE'), authorizedOperations };
      }
      const isError = apiVersion >= 6;
      return {
        groupId,
        errorCode: errorCode(isError ? 'GROUP_ID_NOT_FOUND' : 'NONE'),
        errorMessage: isError ? `Group ${groupId} not found.` : null,
        groupState: 'Dead',
        protocolType: '',
        protocolData: '',
        members: [],
      };
    });
    return { groups };
  },
};
