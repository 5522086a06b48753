import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const describeUserScramCredentialsRequest = {
  name: 'DescribeUserScramCredentialsRequest',
  fields: [
    {
      name: 'users',
      type: '[]UserName',
      versions: '0+',
      nullableVersions: '0+',
      fields: [{ name: 'name', type: 'string', versions: '0+' }],
    },
  ],
} as const satisfies MessageTable;

const describeUserScramCredentialsResponse = {
  name: 'DescribeUserScramCredentialsResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    { name: 'errorCode', type: 'int16', versions: '0+' },
    { name: 'errorMessage', type: 'string', versions: '0+', nullableVersions: '0+' },
    {
      name: 'results',
      type: '[]DescribeUserScramCredentialsResult',
      versions: '0+',
      fields: [
        { name: 'user', type: 'string', versions: '0+' },
        { name: 'errorCode', type: 'int16', versions: '0+' },
        { name: 'errorMessage', type: 'string', versions: '0+', nullableVersions: '0+' },
        {
          name: 'credentialInfos',
          type: '[]CredentialInfo',
          versions: '0+',
          fields: [
            { name: 'mechanism', type: 'int8', versions: '0+' },
            { name: 'iterations', type: 'int32', versions: '0+' },
          ],
        },
      ],
    },
  ],
} as const satisfies MessageTable;

export interface DescribeUserScramCredentialsRequest extends Infer<typeof describeUserScramCredentialsRequest> {}
export interface DescribeUserScramCredentialsResponse extends InferWritable<
  typeof describeUserScramCredentialsResponse
> {}

/** DescribeUserScramCredentials: key 50, version 0, flexible from 0. */
export const describeUserScramCredentials: ApiDefinition<
  DescribeUserScramCredentialsRequest,
  DescribeUserScramCredentialsResponse
> = {
  key: 50,
  name: 'DescribeUserScramCredentials',
  versions: [0, 0],
  flexibleFrom: 0,
  request: describeUserScramCredentialsRequest,
  response: describeUserScramCredentialsResponse,
};
