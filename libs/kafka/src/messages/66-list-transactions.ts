import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const listTransactionsRequest = {
  name: 'ListTransactionsRequest',
  fields: [
    { name: 'stateFilters', type: '[]string', versions: '0+' },
    { name: 'producerIdFilters', type: '[]int64', versions: '0+' },
    { name: 'durationFilter', type: 'int64', versions: '1+', default: -1n },
    { name: 'transactionalIdPattern', type: 'string', versions: '2+', nullableVersions: '2+', default: null },
  ],
} as const satisfies MessageTable;

const listTransactionsResponse = {
  name: 'ListTransactionsResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    { name: 'errorCode', type: 'int16', versions: '0+' },
    { name: 'unknownStateFilters', type: '[]string', versions: '0+' },
    {
      name: 'transactionStates',
      type: '[]TransactionState',
      versions: '0+',
      fields: [
        { name: 'transactionalId', type: 'string', versions: '0+' },
        { name: 'producerId', type: 'int64', versions: '0+' },
        { name: 'transactionState', type: 'string', versions: '0+' },
      ],
    },
  ],
} as const satisfies MessageTable;

export interface ListTransactionsRequest extends Infer<typeof listTransactionsRequest> {}
export interface ListTransactionsResponse extends InferWritable<typeof listTransactionsResponse> {}

/** ListTransactions: key 66, versions 0 to 2, flexible from 0. */
export const listTransactions: ApiDefinition<ListTransactionsRequest, ListTransactionsResponse> = {
  key: 66,
  name: 'ListTransactions',
  versions: [0, 2],
  flexibleFrom: 0,
  request: listTransactionsRequest,
  response: listTransactionsResponse,
};
