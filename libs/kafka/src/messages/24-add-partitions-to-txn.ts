import type { ApiDefinition, Field, Infer, InferWritable, MessageTable } from '../table.ts';

const addPartitionsToTxnTopicFields = [
  { name: 'name', type: 'string', versions: '0+' },
  { name: 'partitions', type: '[]int32', versions: '0+' },
] as const satisfies readonly Field[];

const addPartitionsToTxnRequest = {
  name: 'AddPartitionsToTxnRequest',
  fields: [
    {
      name: 'transactions',
      type: '[]AddPartitionsToTxnTransaction',
      versions: '4+',
      fields: [
        { name: 'transactionalId', type: 'string', versions: '4+' },
        { name: 'producerId', type: 'int64', versions: '4+' },
        { name: 'producerEpoch', type: 'int16', versions: '4+' },
        { name: 'verifyOnly', type: 'bool', versions: '4+', default: false },
        { name: 'topics', type: '[]AddPartitionsToTxnTopic', versions: '4+', fields: addPartitionsToTxnTopicFields },
      ],
    },
    { name: 'v3AndBelowTransactionalId', type: 'string', versions: '0-3' },
    { name: 'v3AndBelowProducerId', type: 'int64', versions: '0-3' },
    { name: 'v3AndBelowProducerEpoch', type: 'int16', versions: '0-3' },
    {
      name: 'v3AndBelowTopics',
      type: '[]AddPartitionsToTxnTopic',
      versions: '0-3',
      fields: addPartitionsToTxnTopicFields,
    },
  ],
} as const satisfies MessageTable;

const addPartitionsToTxnPartitionResultFields = [
  { name: 'partitionIndex', type: 'int32', versions: '0+' },
  { name: 'partitionErrorCode', type: 'int16', versions: '0+' },
] as const satisfies readonly Field[];

const addPartitionsToTxnTopicResultFields = [
  { name: 'name', type: 'string', versions: '0+' },
  {
    name: 'resultsByPartition',
    type: '[]AddPartitionsToTxnPartitionResult',
    versions: '0+',
    fields: addPartitionsToTxnPartitionResultFields,
  },
] as const satisfies readonly Field[];

const addPartitionsToTxnResponse = {
  name: 'AddPartitionsToTxnResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    { name: 'errorCode', type: 'int16', versions: '4+' },
    {
      name: 'resultsByTransaction',
      type: '[]AddPartitionsToTxnResult',
      versions: '4+',
      fields: [
        { name: 'transactionalId', type: 'string', versions: '4+' },
        {
          name: 'topicResults',
          type: '[]AddPartitionsToTxnTopicResult',
          versions: '4+',
          fields: addPartitionsToTxnTopicResultFields,
        },
      ],
    },
    {
      name: 'resultsByTopicV3AndBelow',
      type: '[]AddPartitionsToTxnTopicResult',
      versions: '0-3',
      fields: addPartitionsToTxnTopicResultFields,
    },
  ],
} as const satisfies MessageTable;

export interface AddPartitionsToTxnRequest extends Infer<typeof addPartitionsToTxnRequest> {}
export interface AddPartitionsToTxnResponse extends InferWritable<typeof addPartitionsToTxnResponse> {}

/** AddPartitionsToTxn: key 24, versions 0 to 5, flexible from 3. */
export const addPartitionsToTxn: ApiDefinition<AddPartitionsToTxnRequest, AddPartitionsToTxnResponse> = {
  key: 24,
  name: 'AddPartitionsToTxn',
  versions: [0, 5],
  flexibleFrom: 3,
  request: addPartitionsToTxnRequest,
  response: addPartitionsToTxnResponse,
};
