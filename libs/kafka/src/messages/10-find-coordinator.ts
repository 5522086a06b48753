import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const findCoordinatorRequest = {
  name: 'FindCoordinatorRequest',
  fields: [
    { name: 'key', type: 'string', versions: '0-3' },
    { name: 'keyType', type: 'int8', versions: '1+', default: 0 },
    { name: 'coordinatorKeys', type: '[]string', versions: '4+' },
  ],
} as const satisfies MessageTable;

const findCoordinatorResponse = {
  name: 'FindCoordinatorResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '1+' },
    { name: 'errorCode', type: 'int16', versions: '0-3' },
    { name: 'errorMessage', type: 'string', versions: '1-3', nullableVersions: '1-3' },
    { name: 'nodeId', type: 'int32', versions: '0-3', address: true },
    { name: 'host', type: 'string', versions: '0-3', address: true },
    { name: 'port', type: 'int32', versions: '0-3', address: true },
    {
      name: 'coordinators',
      type: '[]Coordinator',
      versions: '4+',
      fields: [
        { name: 'key', type: 'string', versions: '4+' },
        { name: 'nodeId', type: 'int32', versions: '4+', address: true },
        { name: 'host', type: 'string', versions: '4+', address: true },
        { name: 'port', type: 'int32', versions: '4+', address: true },
        { name: 'errorCode', type: 'int16', versions: '4+' },
        { name: 'errorMessage', type: 'string', versions: '4+', nullableVersions: '4+' },
      ],
    },
  ],
} as const satisfies MessageTable;

export interface FindCoordinatorRequest extends Infer<typeof findCoordinatorRequest> {}
export interface FindCoordinatorResponse extends InferWritable<typeof findCoordinatorResponse> {}

/** FindCoordinator: key 10, versions 0 to 6, flexible from 3. */
export const findCoordinator: ApiDefinition<FindCoordinatorRequest, FindCoordinatorResponse> = {
  key: 10,
  name: 'FindCoordinator',
  versions: [0, 6],
  flexibleFrom: 3,
  request: findCoordinatorRequest,
  response: findCoordinatorResponse,
};
