import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const alterUserScramCredentialsRequest = {
  name: 'AlterUserScramCredentialsRequest',
  fields: [
    {
      name: 'deletions',
      type: '[]ScramCredentialDeletion',
      versions: '0+',
      fields: [
        { name: 'name', type: 'string', versions: '0+' },
        { name: 'mechanism', type: 'int8', versions: '0+' },
      ],
    },
    {
      name: 'upsertions',
      type: '[]ScramCredentialUpsertion',
      versions: '0+',
      fields: [
        { name: 'name', type: 'string', versions: '0+' },
        { name: 'mechanism', type: 'int8', versions: '0+' },
        { name: 'iterations', type: 'int32', versions: '0+' },
        { name: 'salt', type: 'bytes', versions: '0+' },
        { name: 'saltedPassword', type: 'bytes', versions: '0+' },
      ],
    },
  ],
} as const satisfies MessageTable;

const alterUserScramCredentialsResponse = {
  name: 'AlterUserScramCredentialsResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    {
      name: 'results',
      type: '[]AlterUserScramCredentialsResult',
      versions: '0+',
      fields: [
        { name: 'user', type: 'string', versions: '0+' },
        { name: 'errorCode', type: 'int16', versions: '0+' },
        { name: 'errorMessage', type: 'string', versions: '0+', nullableVersions: '0+' },
      ],
    },
  ],
} as const satisfies MessageTable;

export interface AlterUserScramCredentialsRequest extends Infer<typeof alterUserScramCredentialsRequest> {}
export interface AlterUserScramCredentialsResponse extends InferWritable<typeof alterUserScramCredentialsResponse> {}

/** AlterUserScramCredentials: key 51, version 0, flexible from 0. */
export const alterUserScramCredentials: ApiDefinition<
  AlterUserScramCredentialsRequest,
  AlterUserScramCredentialsResponse
> = {
  key: 51,
  name: 'AlterUserScramCredentials',
  versions: [0, 0],
  flexibleFrom: 0,
  request: alterUserScramCredentialsRequest,
  response: alterUserScramCredentialsResponse,
};
