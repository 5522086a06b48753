import type { ApiDefinition, Field, Infer, InferWritable, MessageTable } from '../table.ts';

const describeQuorumRequest = {
  name: 'DescribeQuorumRequest',
  fields: [
    {
      name: 'topics',
      type: '[]TopicData',
      versions: '0+',
      fields: [
        { name: 'topicName', type: 'string', versions: '0+' },
        {
          name: 'partitions',
          type: '[]PartitionData',
          versions: '0+',
          fields: [{ name: 'partitionIndex', type: 'int32', versions: '0+' }],
        },
      ],
    },
  ],
} as const satisfies MessageTable;

const replicaStateFields = [
  { name: 'replicaId', type: 'int32', versions: '0+', address: true },
  { name: 'replicaDirectoryId', type: 'uuid', versions: '2+' },
  { name: 'logEndOffset', type: 'int64', versions: '0+' },
  { name: 'lastFetchTimestamp', type: 'int64', versions: '1+', default: -1n },
  { name: 'lastCaughtUpTimestamp', type: 'int64', versions: '1+', default: -1n },
] as const satisfies readonly Field[];

const describeQuorumResponse = {
  name: 'DescribeQuorumResponse',
  fields: [
    { name: 'errorCode', type: 'int16', versions: '0+' },
    { name: 'errorMessage', type: 'string', versions: '2+', nullableVersions: '2+' },
    {
      name: 'topics',
      type: '[]TopicData',
      versions: '0+',
      fields: [
        { name: 'topicName', type: 'string', versions: '0+' },
        {
          name: 'partitions',
          type: '[]PartitionData',
          versions: '0+',
          fields: [
            { name: 'partitionIndex', type: 'int32', versions: '0+' },
            { name: 'errorCode', type: 'int16', versions: '0+' },
            { name: 'errorMessage', type: 'string', versions: '2+', nullableVersions: '2+' },
            { name: 'leaderId', type: 'int32', versions: '0+', address: true },
            { name: 'leaderEpoch', type: 'int32', versions: '0+' },
            { name: 'highWatermark', type: 'int64', versions: '0+' },
            { name: 'currentVoters', type: '[]ReplicaState', versions: '0+', fields: replicaStateFields },
            { name: 'observers', type: '[]ReplicaState', versions: '0+', fields: replicaStateFields },
          ],
        },
      ],
    },
    {
      name: 'nodes',
      type: '[]Node',
      versions: '2+',
      fields: [
        { name: 'nodeId', type: 'int32', versions: '2+', address: true },
        {
          name: 'listeners',
          type: '[]Listener',
          versions: '2+',
          fields: [
            { name: 'name', type: 'string', versions: '2+' },
            { name: 'host', type: 'string', versions: '2+', address: true },
            { name: 'port', type: 'uint16', versions: '2+', address: true },
          ],
        },
      ],
    },
  ],
} as const satisfies MessageTable;

export interface DescribeQuorumRequest extends Infer<typeof describeQuorumRequest> {}
export interface DescribeQuorumResponse extends InferWritable<typeof describeQuorumResponse> {}

/** DescribeQuorum: key 55, versions 0 to 2, flexible from 0. */
export const describeQuorum: ApiDefinition<DescribeQuorumRequest, DescribeQuorumResponse> = {
  key: 55,
  name: 'DescribeQuorum',
  versions: [0, 2],
  flexibleFrom: 0,
  request: describeQuorumRequest,
  response: describeQuorumResponse,
};
