import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const renewDelegationTokenRequest = {
  name: 'RenewDelegationTokenRequest',
  fields: [
    { name: 'hmac', type: 'bytes', versions: '0+' },
    { name: 'renewPeriodMs', type: 'int64', versions: '0+' },
  ],
} as const satisfies MessageTable;

const renewDelegationTokenResponse = {
  name: 'RenewDelegationTokenResponse',
  fields: [
    { name: 'errorCode', type: 'int16', versions: '0+' },
    { name: 'expiryTimestampMs', type: 'int64', versions: '0+' },
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
  ],
} as const satisfies MessageTable;

export interface RenewDelegationTokenRequest extends Infer<typeof renewDelegationTokenRequest> {}
export interface RenewDelegationTokenResponse extends InferWritable<typeof renewDelegationTokenResponse> {}

/** RenewDelegationToken: key 39, versions 1 to 2, flexible from 2. */
export const renewDelegationToken: ApiDefinition<RenewDelegationTokenRequest, RenewDelegationTokenResponse> = {
  key: 39,
  name: 'RenewDelegationToken',
  versions: [1, 2],
  flexibleFrom: 2,
  request: renewDelegationTokenRequest,
  response: renewDelegationTokenResponse,
};
