import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const listPartitionReassignmentsRequest = {
  name: 'ListPartitionReassignmentsRequest',
  fields: [
    { name: 'timeoutMs', type: 'int32', versions: '0+', default: 60000 },
    {
      name: 'topics',
      type: '[]ListPartitionReassignmentsTopics',
      versions: '0+',
      nullableVersions: '0+',
      default: null,
      fields: [
        { name: 'name', type: 'string', versions: '0+' },
        { name: 'partitionIndexes', type: '[]int32', versions: '0+' },
      ],
    },
  ],
} as const satisfies MessageTable;

const listPartitionReassignmentsResponse = {
  name: 'ListPartitionReassignmentsResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    { name: 'errorCode', type: 'int16', versions: '0+' },
    { name: 'errorMessage', type: 'string', versions: '0+', nullableVersions: '0+' },
    {
      name: 'topics',
      type: '[]OngoingTopicReassignment',
      versions: '0+',
      fields: [
        { name: 'name', type: 'string', versions: '0+' },
        {
          name: 'partitions',
          type: '[]OngoingPartitionReassignment',
          versions: '0+',
          fields: [
            { name: 'partitionIndex', type: 'int32', versions: '0+' },
            { name: 'replicas', type: '[]int32', versions: '0+', address: true },
            { name: 'addingReplicas', type: '[]int32', versions: '0+', address: true },
            { name: 'removingReplicas', type: '[]int32', versions: '0+', address: true },
          ],
        },
      ],
    },
  ],
} as const satisfies MessageTable;

export interface ListPartitionReassignmentsRequest extends Infer<typeof listPartitionReassignmentsRequest> {}
export interface ListPartitionReassignmentsResponse extends InferWritable<typeof listPartitionReassignmentsResponse> {}

/** ListPartitionReassignments: key 46, version 0, flexible from 0. */
export const listPartitionReassignments: ApiDefinition<
  ListPartitionReassignmentsRequest,
  ListPartitionReassignmentsResponse
> = {
  key: 46,
  name: 'ListPartitionReassignments',
  versions: [0, 0],
  flexibleFrom: 0,
  request: listPartitionReassignmentsRequest,
  response: listPartitionReassignmentsResponse,
};
