import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const createDelegationTokenRequest = {
  name: 'CreateDelegationTokenRequest',
  fields: [
    { name: 'ownerPrincipalType', type: 'string', versions: '3+', nullableVersions: '3+' },
    { name: 'ownerPrincipalName', type: 'string', versions: '3+', nullableVersions: '3+' },
    {
      name: 'renewers',
      type: '[]CreatableRenewers',
      versions: '0+',
      fields: [
        { name: 'principalType', type: 'string', versions: '0+' },
        { name: 'principalName', type: 'string', versions: '0+' },
      ],
    },
    { name: 'maxLifetimeMs', type: 'int64', versions: '0+' },
  ],
} as const satisfies MessageTable;

const createDelegationTokenResponse = {
  name: 'CreateDelegationTokenResponse',
  fields: [
    { name: 'errorCode', type: 'int16', versions: '0+' },
    { name: 'principalType', type: 'string', versions: '0+' },
    { name: 'principalName', type: 'string', versions: '0+' },
    { name: 'tokenRequesterPrincipalType', type: 'string', versions: '3+' },
    { name: 'tokenRequesterPrincipalName', type: 'string', versions: '3+' },
    { name: 'issueTimestampMs', type: 'int64', versions: '0+' },
    { name: 'expiryTimestampMs', type: 'int64', versions: '0+' },
    { name: 'maxTimestampMs', type: 'int64', versions: '0+' },
    { name: 'tokenId', type: 'string', versions: '0+' },
    { name: 'hmac', type: 'bytes', versions: '0+' },
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
  ],
} as const satisfies MessageTable;

export interface CreateDelegationTokenRequest extends Infer<typeof createDelegationTokenRequest> {}
export interface CreateDelegationTokenResponse extends InferWritable<typeof createDelegationTokenResponse> {}

/** CreateDelegationToken: key 38, versions 1 to 3, flexible from 2. */
export const createDelegationToken: ApiDefinition<CreateDelegationTokenRequest, CreateDelegationTokenResponse> = {
  key: 38,
  name: 'CreateDelegationToken',
  versions: [1, 3],
  flexibleFrom: 2,
  request: createDelegationTokenRequest,
  response: createDelegationTokenResponse,
};
