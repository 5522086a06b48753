import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const unregisterBrokerRequest = {
  name: 'UnregisterBrokerRequest',
  fields: [{ name: 'brokerId', type: 'int32', versions: '0+' }],
} as const satisfies MessageTable;

const unregisterBrokerResponse = {
  name: 'UnregisterBrokerResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    { name: 'errorCode', type: 'int16', versions: '0+' },
    { name: 'errorMessage', type: 'string', versions: '0+', nullableVersions: '0+' },
  ],
} as const satisfies MessageTable;

export interface UnregisterBrokerRequest extends Infer<typeof unregisterBrokerRequest> {}
export interface UnregisterBrokerResponse extends InferWritable<typeof unregisterBrokerResponse> {}

/** UnregisterBroker: key 64, version 0, flexible from 0. */
export const unregisterBroker: ApiDefinition<UnregisterBrokerRequest, UnregisterBrokerResponse> = {
  key: 64,
  name: 'UnregisterBroker',
  versions: [0, 0],
  flexibleFrom: 0,
  request: unregisterBrokerRequest,
  response: unregisterBrokerResponse,
};
