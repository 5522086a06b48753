import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const deleteGroupsRequest = {
  name: 'DeleteGroupsRequest',
  fields: [{ name: 'groupsNames', type: '[]string', versions: '0+' }],
} as const satisfies MessageTable;

const deleteGroupsResponse = {
  name: 'DeleteGroupsResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    {
      name: 'results',
      type: '[]DeletableGroupResult',
      versions: '0+',
      fields: [
        { name: 'groupId', type: 'string', versions: '0+' },
        { name: 'errorCode', type: 'int16', versions: '0+' },
      ],
    },
  ],
} as const satisfies MessageTable;

export interface DeleteGroupsRequest extends Infer<typeof deleteGroupsRequest> {}
export interface DeleteGroupsResponse extends InferWritable<typeof deleteGroupsResponse> {}

/** DeleteGroups: key 42, versions 0 to 2, flexible from 2. */
export const deleteGroups: ApiDefinition<DeleteGroupsRequest, DeleteGroupsResponse> = {
  key: 42,
  name: 'DeleteGroups',
  versions: [0, 2],
  flexibleFrom: 2,
  request: deleteGroupsRequest,
  response: deleteGroupsResponse,
};
