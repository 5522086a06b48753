import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const expireDelegationTokenRequest = {
  name: 'ExpireDelegationTokenRequest',
  fields: [
    { name: 'hmac', type: 'bytes', versions: '0+' },
    { name: 'expiryTimePeriodMs', type: 'int64', versions: '0+' },
  ],
} as const satisfies MessageTable;

const expireDelegationTokenResponse = {
  name: 'ExpireDelegationTokenResponse',
  fields: [
    { name: 'errorCode', type: 'int16', versions: '0+' },
    { name: 'expiryTimestampMs', type: 'int64', versions: '0+' },
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
  ],
} as const satisfies MessageTable;

export interface ExpireDelegationTokenRequest extends Infer<typeof expireDelegationTokenRequest> {}
export interface ExpireDelegationTokenResponse extends InferWritable<typeof expireDelegationTokenResponse> {}

/** ExpireDelegationToken: key 40, versions 1 to 2, flexible from 2. */
export const expireDelegationToken: ApiDefinition<ExpireDelegationTokenRequest, ExpireDelegationTokenResponse> = {
  key: 40,
  name: 'ExpireDelegationToken',
  versions: [1, 2],
  flexibleFrom: 2,
  request: expireDelegationTokenRequest,
  response: expireDelegationTokenResponse,
};
