import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const saslHandshakeRequest = {
  name: 'SaslHandshakeRequest',
  fields: [{ name: 'mechanism', type: 'string', versions: '0+' }],
} as const satisfies MessageTable;

const saslHandshakeResponse = {
  name: 'SaslHandshakeResponse',
  fields: [
    { name: 'errorCode', type: 'int16', versions: '0+' },
    { name: 'mechanisms', type: '[]string', versions: '0+' },
  ],
} as const satisfies MessageTable;

export interface SaslHandshakeRequest extends Infer<typeof saslHandshakeRequest> {}
export interface SaslHandshakeResponse extends InferWritable<typeof saslHandshakeResponse> {}

/** SaslHandshake: key 17, versions 0 to 1. */
export const saslHandshake: ApiDefinition<SaslHandshakeRequest, SaslHandshakeResponse> = {
  key: 17,
  name: 'SaslHandshake',
  versions: [0, 1],
  flexibleFrom: null,
  request: saslHandshakeRequest,
  response: saslHandshakeResponse,
};
