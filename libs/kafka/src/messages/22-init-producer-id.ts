import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const initProducerIdRequest = {
  name: 'InitProducerIdRequest',
  fields: [
    { name: 'transactionalId', type: 'string', versions: '0+', nullableVersions: '0+' },
    { name: 'transactionTimeoutMs', type: 'int32', versions: '0+' },
    { name: 'producerId', type: 'int64', versions: '3+', default: -1n },
    { name: 'producerEpoch', type: 'int16', versions: '3+', default: -1 },
    { name: 'enable2Pc', type: 'bool', versions: '6+', default: false },
    { name: 'keepPreparedTxn', type: 'bool', versions: '6+', default: false },
  ],
} as const satisfies MessageTable;

const initProducerIdResponse = {
  name: 'InitProducerIdResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    { name: 'errorCode', type: 'int16', versions: '0+' },
    { name: 'producerId', type: 'int64', versions: '0+', default: -1n },
    { name: 'producerEpoch', type: 'int16', versions: '0+' },
    { name: 'ongoingTxnProducerId', type: 'int64', versions: '6+', default: -1n },
    { name: 'ongoingTxnProducerEpoch', type: 'int16', versions: '6+', default: -1 },
  ],
} as const satisfies MessageTable;

export interface InitProducerIdRequest extends Infer<typeof initProducerIdRequest> {}
export interface InitProducerIdResponse extends InferWritable<typeof initProducerIdResponse> {}

/** InitProducerId: key 22, versions 0 to 6, flexible from 2. */
export const initProducerId: ApiDefinition<InitProducerIdRequest, InitProducerIdResponse> = {
  key: 22,
  name: 'InitProducerId',
  versions: [0, 6],
  flexibleFrom: 2,
  request: initProducerIdRequest,
  response: initProducerIdResponse,
};
