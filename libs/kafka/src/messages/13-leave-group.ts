import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const leaveGroupRequest = {
  name: 'LeaveGroupRequest',
  fields: [
    { name: 'groupId', type: 'string', versions: '0+' },
    { name: 'memberId', type: 'string', versions: '0-2' },
    {
      name: 'members',
      type: '[]MemberIdentity',
      versions: '3+',
      fields: [
        { name: 'memberId', type: 'string', versions: '3+' },
        { name: 'groupInstanceId', type: 'string', versions: '3+', nullableVersions: '3+', default: null },
        { name: 'reason', type: 'string', versions: '5+', nullableVersions: '5+', default: null },
      ],
    },
  ],
} as const satisfies MessageTable;

const leaveGroupResponse = {
  name: 'LeaveGroupResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '1+' },
    { name: 'errorCode', type: 'int16', versions: '0+' },
    {
      name: 'members',
      type: '[]MemberResponse',
      versions: '3+',
      fields: [
        { name: 'memberId', type: 'string', versions: '3+' },
        { name: 'groupInstanceId', type: 'string', versions: '3+', nullableVersions: '3+' },
        { name: 'errorCode', type: 'int16', versions: '3+' },
      ],
    },
  ],
} as const satisfies MessageTable;

export interface LeaveGroupRequest extends Infer<typeof leaveGroupRequest> {}
export interface LeaveGroupResponse extends InferWritable<typeof leaveGroupResponse> {}

/** LeaveGroup: key 13, versions 0 to 5, flexible from 4. */
export const leaveGroup: ApiDefinition<LeaveGroupRequest, LeaveGroupResponse> = {
  key: 13,
  name: 'LeaveGroup',
  versions: [0, 5],
  flexibleFrom: 4,
  request: leaveGroupRequest,
  response: leaveGroupResponse,
};
