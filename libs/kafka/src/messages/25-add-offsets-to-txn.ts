import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const addOffsetsToTxnRequest = {
  name: 'AddOffsetsToTxnRequest',
  fields: [
    { name: 'transactionalId', type: 'string', versions: '0+' },
    { name: 'producerId', type: 'int64', versions: '0+' },
    { name: 'producerEpoch', type: 'int16', versions: '0+' },
    { name: 'groupId', type: 'string', versions: '0+' },
  ],
} as const satisfies MessageTable;

const addOffsetsToTxnResponse = {
  name: 'AddOffsetsToTxnResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    { name: 'errorCode', type: 'int16', versions: '0+' },
  ],
} as const satisfies MessageTable;

export interface AddOffsetsToTxnRequest extends Infer<typeof addOffsetsToTxnRequest> {}
export interface AddOffsetsToTxnResponse extends InferWritable<typeof addOffsetsToTxnResponse> {}

/** AddOffsetsToTxn: key 25, versions 0 to 4, flexible from 3. */
export const addOffsetsToTxn: ApiDefinition<AddOffsetsToTxnRequest, AddOffsetsToTxnResponse> = {
  key: 25,
  name: 'AddOffsetsToTxn',
  versions: [0, 4],
  flexibleFrom: 3,
  request: addOffsetsToTxnRequest,
  response: addOffsetsToTxnResponse,
};
