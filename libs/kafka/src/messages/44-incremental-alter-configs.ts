import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const incrementalAlterConfigsRequest = {
  name: 'IncrementalAlterConfigsRequest',
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
            { name: 'configOperation', type: 'int8', versions: '0+' },
            { name: 'value', type: 'string', versions: '0+', nullableVersions: '0+' },
          ],
        },
      ],
    },
    { name: 'validateOnly', type: 'bool', versions: '0+' },
  ],
} as const satisfies MessageTable;

const incrementalAlterConfigsResponse = {
  name: 'IncrementalAlterConfigsResponse',
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

export interface IncrementalAlterConfigsRequest extends Infer<typeof incrementalAlterConfigsRequest> {}
export interface IncrementalAlterConfigsResponse extends InferWritable<typeof incrementalAlterConfigsResponse> {}

/** IncrementalAlterConfigs: key 44, versions 0 to 1, flexible from 1. */
export const incrementalAlterConfigs: ApiDefinition<IncrementalAlterConfigsRequest, IncrementalAlterConfigsResponse> = {
  key: 44,
  name: 'IncrementalAlterConfigs',
  versions: [0, 1],
  flexibleFrom: 1,
  request: incrementalAlterConfigsRequest,
  response: incrementalAlterConfigsResponse,
};
