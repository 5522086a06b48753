import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const createPartitionsRequest = {
  name: 'CreatePartitionsRequest',
  fields: [
    {
      name: 'topics',
      type: '[]CreatePartitionsTopic',
      versions: '0+',
      fields: [
        { name: 'name', type: 'string', versions: '0+' },
        { name: 'count', type: 'int32', versions: '0+' },
        {
          name: 'assignments',
          type: '[]CreatePartitionsAssignment',
          versions: '0+',
          nullableVersions: '0+',
          fields: [{ name: 'brokerIds', type: '[]int32', versions: '0+' }],
        },
      ],
    },
    { name: 'timeoutMs', type: 'int32', versions: '0+' },
    { name: 'validateOnly', type: 'bool', versions: '0+' },
  ],
} as const satisfies MessageTable;

const createPartitionsResponse = {
  name: 'CreatePartitionsResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    {
      name: 'results',
      type: '[]CreatePartitionsTopicResult',
      versions: '0+',
      fields: [
        { name: 'name', type: 'string', versions: '0+' },
        { name: 'errorCode', type: 'int16', versions: '0+' },
        { name: 'errorMessage', type: 'string', versions: '0+', nullableVersions: '0+', default: null },
      ],
    },
  ],
} as const satisfies MessageTable;

export interface CreatePartitionsRequest extends Infer<typeof createPartitionsRequest> {}
export interface CreatePartitionsResponse extends InferWritable<typeof createPartitionsResponse> {}

/** CreatePartitions: key 37, versions 0 to 3, flexible from 2. */
export const createPartitions: ApiDefinition<CreatePartitionsRequest, CreatePartitionsResponse> = {
  key: 37,
  name: 'CreatePartitions',
  versions: [0, 3],
  flexibleFrom: 2,
  request: createPartitionsRequest,
  response: createPartitionsResponse,
};
