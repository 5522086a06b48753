import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const offsetForLeaderEpochRequest = {
  name: 'OffsetForLeaderEpochRequest',
  fields: [
    { name: 'replicaId', type: 'int32', versions: '3+', default: -2 },
    {
      name: 'topics',
      type: '[]OffsetForLeaderTopic',
      versions: '0+',
      fields: [
        { name: 'topic', type: 'string', versions: '0+' },
        {
          name: 'partitions',
          type: '[]OffsetForLeaderPartition',
          versions: '0+',
          fields: [
            { name: 'partition', type: 'int32', versions: '0+' },
            { name: 'currentLeaderEpoch', type: 'int32', versions: '2+', default: -1 },
            { name: 'leaderEpoch', type: 'int32', versions: '0+' },
          ],
        },
      ],
    },
  ],
} as const satisfies MessageTable;

const offsetForLeaderEpochResponse = {
  name: 'OffsetForLeaderEpochResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '2+' },
    {
      name: 'topics',
      type: '[]OffsetForLeaderTopicResult',
      versions: '0+',
      fields: [
        { name: 'topic', type: 'string', versions: '0+' },
        {
          name: 'partitions',
          type: '[]EpochEndOffset',
          versions: '0+',
          fields: [
            { name: 'errorCode', type: 'int16', versions: '0+' },
            { name: 'partition', type: 'int32', versions: '0+' },
            { name: 'leaderEpoch', type: 'int32', versions: '1+', default: -1 },
            { name: 'endOffset', type: 'int64', versions: '0+', default: -1n },
          ],
        },
      ],
    },
  ],
} as const satisfies MessageTable;

export interface OffsetForLeaderEpochRequest extends Infer<typeof offsetForLeaderEpochRequest> {}
export interface OffsetForLeaderEpochResponse extends InferWritable<typeof offsetForLeaderEpochResponse> {}

/** OffsetForLeaderEpoch: key 23, versions 2 to 4, flexible from 4. */
export const offsetForLeaderEpoch: ApiDefinition<OffsetForLeaderEpochRequest, OffsetForLeaderEpochResponse> = {
  key: 23,
  name: 'OffsetForLeaderEpoch',
  versions: [2, 4],
  flexibleFrom: 4,
  request: offsetForLeaderEpochRequest,
  response: offsetForLeaderEpochResponse,
};
