import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const describeTransactionsRequest = {
  name: 'DescribeTransactionsRequest',
  fields: [{ name: 'transactionalIds', type: '[]string', versions: '0+' }],
} as const satisfies MessageTable;

const describeTransactionsResponse = {
  name: 'DescribeTransactionsResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    {
      name: 'transactionStates',
      type: '[]TransactionState',
      versions: '0+',
      fields: [
        { name: 'errorCode', type: 'int16', versions: '0+' },
        { name: 'transactionalId', type: 'string', versions: '0+' },
        { name: 'transactionState', type: 'string', versions: '0+' },
        { name: 'transactionTimeoutMs', type: 'int32', versions: '0+' },
        { name: 'transactionStartTimeMs', type: 'int64', versions: '0+' },
        { name: 'producerId', type: 'int64', versions: '0+' },
        { name: 'producerEpoch', type: 'int16', versions: '0+' },
        {
          name: 'topics',
          type: '[]TopicData',
          versions: '0+',
          fields: [
            { name: 'topic', type: 'string', versions: '0+' },
            { name: 'partitions', type: '[]int32', versions: '0+' },
          ],
        },
      ],
    },
  ],
} as const satisfies MessageTable;

export interface DescribeTransactionsRequest extends Infer<typeof describeTransactionsRequest> {}
export interface DescribeTransactionsResponse extends InferWritable<typeof describeTransactionsResponse> {}

/** DescribeTransactions: key 65, version 0, flexible from 0. */
export const describeTransactions: ApiDefinition<DescribeTransactionsRequest, DescribeTransactionsResponse> = {
  key: 65,
  name: 'DescribeTransactions',
  versions: [0, 0],
  flexibleFrom: 0,
  request: describeTransactionsRequest,
  response: describeTransactionsResponse,
};
