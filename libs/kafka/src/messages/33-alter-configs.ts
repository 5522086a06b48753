import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const alterConfigsRequest = {
  name: 'AlterConfigsRequest',
  fields: [
    {
      name: 'resources',
      type: '[]AlterConfigsResource',
      versions: '0+',
      fields: [
        { name: 'resourceType', type: 'int8', versions: '0+' },
        { name: 'resourceName', type: 'string', versions: '0+' },
        {
          name: 'configs',
          type: '[]AlterableConfig',
          versions: '0+',
          fields: [
            { name: 'name', type: 'string', versions: '0+' },
            { name: 'value', type: 'string', versions: '0+', nullableVersions: '0+' },
          ],
        },
      ],
    },
    { name: 'validateOnly', type: 'bool', versions: '0+' },
  ],
} as const satisfies MessageTable;

const alterConfigsResponse = {
  name: 'AlterConfigsResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    {
      name: 'responses',
      type: '[]AlterConfigsResourceResponse',
      versions: '0+',
      fields: [
        { name: 'errorCode', type: 'int16', versions: '0+' },
        { name: 'errorMessage', type: 'string', versions: '0+', nullableVersions: '0+' },
        { name: 'resourceType', type: 'int8', versions: '0+' },
        { name: 'resourceName', type: 'string', versions: '0+' },
      ],
    },
  ],
} as const satisfies MessageTable;

export interface AlterConfigsRequest extends Infer<typeof alterConfigsRequest> {}
export interface AlterConfigsResponse extends InferWritable<typeof alterConfigsResponse> {}

/** AlterConfigs: key 33, versions 0 to 2, flexible from 2. */
export const alterConfigs: ApiDefinition<AlterConfigsRequest, AlterConfigsResponse> = {
  key: 33,
  name: 'AlterConfigs',
  versions: [0, 2],
  flexibleFrom: 2,
  request: alterConfigsRequest,
  response: alterConfigsResponse,
};
