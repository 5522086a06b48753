import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const saslAuthenticateRequest = {
  name: 'SaslAuthenticateRequest',
  fields: [{ name: 'authBytes', type: 'bytes', versions: '0+' }],
} as const satisfies MessageTable;

const saslAuthenticateResponse = {
  name: 'SaslAuthenticateResponse',
  fields: [
    { name: 'errorCode', type: 'int16', versions: '0+' },
    { name: 'errorMessage', type: 'string', versions: '0+', nullableVersions: '0+' },
    { name: 'authBytes', type: 'bytes', versions: '0+' },
    { name: 'sessionLifetimeMs', type: 'int64', versions: '1+', default: 0n },
  ],
} as const satisfies MessageTable;

export interface SaslAuthenticateRequest extends Infer<typeof saslAuthenticateRequest> {}
export interface SaslAuthenticateResponse extends InferWritable<typeof saslAuthenticateResponse> {}

/** SaslAuthenticate: key 36, versions 0 to 2, flexible from 2. */
export const saslAuthenticate: ApiDefinition<SaslAuthenticateRequest, SaslAuthenticateResponse> = {
  key: 36,
  name: 'SaslAuthenticate',
  versions: [0, 2],
  flexibleFrom: 2,
  request: saslAuthenticateRequest,
  response: saslAuthenticateResponse,
};
