import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const listGroupsRequest = {
  name: 'ListGroupsRequest',
  fields: [
    { name: 'statesFilter', type: '[]string', versions: '4+' },
    { name: 'typesFilter', type: '[]string', versions: '5+' },
  ],
} as const satisfies MessageTable;

const listGroupsResponse = {
  name: 'ListGroupsResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '1+' },
    { name: 'errorCode', type: 'int16', versions: '0+' },
    {
      name: 'groups',
      type: '[]ListedGroup',
      versions: '0+',
      fields: [
        { name: 'groupId', type: 'string', versions: '0+' },
        { name: 'protocolType', type: 'string', versions: '0+' },
        { name: 'groupState', type: 'string', versions: '4+' },
        { name: 'groupType', type: 'string', versions: '5+' },
      ],
    },
  ],
} as const satisfies MessageTable;

export interface ListGroupsRequest extends Infer<typeof listGroupsRequest> {}
export interface ListGroupsResponse extends InferWritable<typeof listGroupsResponse> {}

/** ListGroups: key 16, versions 0 to 5, flexible from 3. */
export const listGroups: ApiDefinition<ListGroupsRequest, ListGroupsResponse> = {
  key: 16,
  name: 'ListGroups',
  versions: [0, 5],
  flexibleFrom: 3,
  request: listGroupsRequest,
  response: listGroupsResponse,
};
