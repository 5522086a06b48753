import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const listConfigResourcesRequest = {
  name: 'ListConfigResourcesRequest',
  fields: [{ name: 'resourceTypes', type: '[]int8', versions: '1+' }],
} as const satisfies MessageTable;

const listConfigResourcesResponse = {
  name: 'ListConfigResourcesResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    { name: 'errorCode', type: 'int16', versions: '0+' },
    {
      name: 'configResources',
      type: '[]ConfigResource',
      versions: '0+',
      fields: [
        { name: 'resourceName', type: 'string', versions: '0+' },
        { name: 'resourceType', type: 'int8', versions: '1+', default: 16 },
      ],
    },
  ],
} as const satisfies MessageTable;

export interface ListConfigResourcesRequest extends Infer<typeof listConfigResourcesRequest> {}
export interface ListConfigResourcesResponse extends InferWritable<typeof listConfigResourcesResponse> {}

/** ListConfigResources: key 74, versions 0 to 1, flexible from 0. */
export const listConfigResources: ApiDefinition<ListConfigResourcesRequest, ListConfigResourcesResponse> = {
  key: 74,
  name: 'ListConfigResources',
  versions: [0, 1],
  flexibleFrom: 0,
  request: listConfigResourcesRequest,
  response: listConfigResourcesResponse,
};
