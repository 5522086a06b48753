import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const describeTopicPartitionsRequest = {
  name: 'DescribeTopicPartitionsRequest',
  fields: [
    {
      name: 'topics',
      type: '[]TopicRequest',
      versions: '0+',
      fields: [{ name: 'name', type: 'string', versions: '0+' }],
    },
    { name: 'responsePartitionLimit', type: 'int32', versions: '0+', default: 2000 },
    {
      name: 'cursor',
      type: 'Cursor',
      versions: '0+',
      nullableVersions: '0+',
      default: null,
      fields: [
        { name: 'topicName', type: 'string', versions: '0+' },
        { name: 'partitionIndex', type: 'int32', versions: '0+' },
      ],
    },
  ],
} as const satisfies MessageTable;

const describeTopicPartitionsResponse = {
  name: 'DescribeTopicPartitionsResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    {
      name: 'topics',
      type: '[]DescribeTopicPartitionsResponseTopic',
      versions: '0+',
      fields: [
        { name: 'errorCode', type: 'int16', versions: '0+' },
        { name: 'name', type: 'string', versions: '0+', nullableVersions: '0+' },
        { name: 'topicId', type: 'uuid', versions: '0+' },
        { name: 'isInternal', type: 'bool', versions: '0+', default: false },
        {
          name: 'partitions',
          type: '[]DescribeTopicPartitionsResponsePartition',
          versions: '0+',
          fields: [
            { name: 'errorCode', type: 'int16', versions: '0+' },
            { name: 'partitionIndex', type: 'int32', versions: '0+' },
            { name: 'leaderId', type: 'int32', versions: '0+', address: true },
            { name: 'leaderEpoch', type: 'int32', versions: '0+', default: -1 },
            { name: 'replicaNodes', type: '[]int32', versions: '0+', address: true },
            { name: 'isrNodes', type: '[]int32', versions: '0+', address: true },
            {
              name: 'eligibleLeaderReplicas',
              type: '[]int32',
              versions: '0+',
              nullableVersions: '0+',
              default: null,
              address: true,
            },
            {
              name: 'lastKnownElr',
              type: '[]int32',
              versions: '0+',
              nullableVersions: '0+',
              default: null,
              address: true,
            },
            { name: 'offlineReplicas', type: '[]int32', versions: '0+', address: true },
          ],
        },
        { name: 'topicAuthorizedOperations', type: 'int32', versions: '0+', default: -2147483648 },
      ],
    },
    {
      name: 'nextCursor',
      type: 'Cursor',
      versions: '0+',
      nullableVersions: '0+',
      default: null,
      fields: [
        { name: 'topicName', type: 'string', versions: '0+' },
        { name: 'partitionIndex', type: 'int32', versions: '0+' },
      ],
    },
  ],
} as const satisfies MessageTable;

export interface DescribeTopicPartitionsRequest extends Infer<typeof describeTopicPartitionsRequest> {}
export interface DescribeTopicPartitionsResponse extends InferWritable<typeof describeTopicPartitionsResponse> {}

/** DescribeTopicPartitions: key 75, version 0, flexible from 0. */
export const describeTopicPartitions: ApiDefinition<DescribeTopicPartitionsRequest, DescribeTopicPartitionsResponse> = {
  key: 75,
  name: 'DescribeTopicPartitions',
  versions: [0, 0],
  flexibleFrom: 0,
  request: describeTopicPartitionsRequest,
  response: describeTopicPartitionsResponse,
};
