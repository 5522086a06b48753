import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const writeTxnMarkersRequest = {
  name: 'WriteTxnMarkersRequest',
  fields: [
    {
      name: 'markers',
      type: '[]WritableTxnMarker',
      versions: '0+',
      fields: [
        { name: 'producerId', type: 'int64', versions: '0+' },
        { name: 'producerEpoch', type: 'int16', versions: '0+' },
        { name: 'transactionResult', type: 'bool', versions: '0+' },
        {
          name: 'topics',
          type: '[]WritableTxnMarkerTopic',
          versions: '0+',
          fields: [
            { name: 'name', type: 'string', versions: '0+' },
            { name: 'partitionIndexes', type: '[]int32', versions: '0+' },
          ],
        },
        { name: 'coordinatorEpoch', type: 'int32', versions: '0+' },
        { name: 'transactionVersion', type: 'int8', versions: '2+', default: 0 },
      ],
    },
  ],
} as const satisfies MessageTable;

const writeTxnMarkersResponse = {
  name: 'WriteTxnMarkersResponse',
  fields: [
    {
      name: 'markers',
      type: '[]WritableTxnMarkerResult',
      versions: '0+',
      fields: [
        { name: 'producerId', type: 'int64', versions: '0+' },
        {
          name: 'topics',
          type: '[]WritableTxnMarkerTopicResult',
          versions: '0+',
          fields: [
            { name: 'name', type: 'string', versions: '0+' },
            {
              name: 'partitions',
              type: '[]WritableTxnMarkerPartitionResult',
              versions: '0+',
              fields: [
                { name: 'partitionIndex', type: 'int32', versions: '0+' },
                { name: 'errorCode', type: 'int16', versions: '0+' },
              ],
            },
          ],
        },
      ],
    },
  ],
} as const satisfies MessageTable;

export interface WriteTxnMarkersRequest extends Infer<typeof writeTxnMarkersRequest> {}
export interface WriteTxnMarkersResponse extends InferWritable<typeof writeTxnMarkersResponse> {}

/** WriteTxnMarkers: key 27, versions 1 to 2, flexible from 1. */
export const writeTxnMarkers: ApiDefinition<WriteTxnMarkersRequest, WriteTxnMarkersResponse> = {
  key: 27,
  name: 'WriteTxnMarkers',
  versions: [1, 2],
  flexibleFrom: 1,
  request: writeTxnMarkersRequest,
  response: writeTxnMarkersResponse,
};
