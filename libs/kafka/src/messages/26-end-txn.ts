import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const endTxnRequest = {
  name: 'EndTxnRequest',
  fields: [
    { name: 'transactionalId', type: 'string', versions: '0+' },
    { name: 'producerId', type: 'int64', versions: '0+' },
    { name: 'producerEpoch', type: 'int16', versions: '0+' },
    { name: 'committed', type: 'bool', versions: '0+' },
  ],
} as const satisfies MessageTable;

const endTxnResponse = {
  name: 'EndTxnResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    { name: 'errorCode', type: 'int16', versions: '0+' },
    { name: 'producerId', type: 'int64', versions: '5+', default: -1n },
    { name: 'producerEpoch', type: 'int16', versions: '5+', default: -1 },
  ],
} as const satisfies MessageTable;

export interface EndTxnRequest extends Infer<typeof endTxnRequest> {}
export interface EndTxnResponse extends InferWritable<typeof endTxnResponse> {}

/** EndTxn: key 26, versions 0 to 5, flexible from 3. */
export const endTxn: ApiDefinition<EndTxnRequest, EndTxnResponse> = {
  key: 26,
  name: 'EndTxn',
  versions: [0, 5],
  flexibleFrom: 3,
  request: endTxnRequest,
  response: endTxnResponse,
};
