import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const describeDelegationTokenRequest = {
  name: 'DescribeDelegationTokenRequest',
  fields: [
    {
      name: 'owners',
      type: '[]DescribeDelegationTokenOwner',
      versions: '0+',
      nullableVersions: '0+',
      fields: [
        { name: 'principalType', type: 'string', versions: '0+' },
        { name: 'principalName', type: 'string', versions: '0+' },
      ],
    },
  ],
} as const satisfies MessageTable;

const describeDelegationTokenResponse = {
  name: 'DescribeDelegationTokenResponse',
  fields: [
    { name: 'errorCode', type: 'int16', versions: '0+' },
    {
      name: 'tokens',
      type: '[]DescribedDelegationToken',
      versions: '0+',
      fields: [
        { name: 'principalType', type: 'string', versions: '0+' },
        { name: 'principalName', type: 'string', versions: '0+' },
        { name: 'tokenRequesterPrincipalType', type: 'string', versions: '3+' },
        { name: 'tokenRequesterPrincipalName', type: 'string', versions: '3+' },
        { name: 'issueTimestamp', type: 'int64', versions: '0+' },
        { name: 'expiryTimestamp', type: 'int64', versions: '0+' },
        { name: 'maxTimestamp', type: 'int64', versions: '0+' },
        { name: 'tokenId', type: 'string', versions: '0+' },
        { name: 'hmac', type: 'bytes', versions: '0+' },
        {
          name: 'renewers',
          type: '[]DescribedDelegationTokenRenewer',
          versions: '0+',
          fields: [
            { name: 'principalType', type: 'string', versions: '0+' },
            { name: 'principalName', type: 'string', versions: '0+' },
          ],
        },
      ],
    },
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
  ],
} as const satisfies MessageTable;

export interface DescribeDelegationTokenRequest extends Infer<typeof describeDelegationTokenRequest> {}
export interface DescribeDelegationTokenResponse extends InferWritable<typeof describeDelegationTokenResponse> {}

/** DescribeDelegationToken: key 41, versions 1 to 3, flexible from 2. */
export const describeDelegationToken: ApiDefinition<DescribeDelegationTokenRequest, DescribeDelegationTokenResponse> = {
  key: 41,
  name: 'DescribeDelegationToken',
  versions: [1, 3],
  flexibleFrom: 2,
  request: describeDelegationTokenRequest,
  response: describeDelegationTokenResponse,
};
