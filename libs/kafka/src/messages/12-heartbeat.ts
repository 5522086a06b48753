import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const heartbeatRequest = {
  name: 'HeartbeatRequest',
  fields: [
    { name: 'groupId', type: 'string', versions: '0+' },
    { name: 'generationId', type: 'int32', versions: '0+' },
    { name: 'memberId', type: 'string', versions: '0+' },
    { name: 'groupInstanceId', type: 'string', versions: '3+', nullableVersions: '3+', default: null },
  ],
} as const satisfies MessageTable;

const heartbeatResponse = {
  name: 'HeartbeatResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '1+' },
    { name: 'errorCode', type: 'int16', versions: '0+' },
  ],
} as const satisfies MessageTable;

export interface HeartbeatRequest extends Infer<typeof heartbeatRequest> {}
export interface HeartbeatResponse extends InferWritable<typeof heartbeatResponse> {}

/** Heartbeat: key 12, versions 0 to 4, flexible from 4. */
export const heartbeat: ApiDefinition<HeartbeatRequest, HeartbeatResponse> = {
  key: 12,
  name: 'Heartbeat',
  versions: [0, 4],
  flexibleFrom: 4,
  request: heartbeatRequest,
  response: heartbeatResponse,
};
