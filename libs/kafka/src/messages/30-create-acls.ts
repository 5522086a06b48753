import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const createAclsRequest = {
  name: 'CreateAclsRequest',
  fields: [
    {
      name: 'creations',
      type: '[]AclCreation',
      versions: '0+',
      fields: [
        { name: 'resourceType', type: 'int8', versions: '0+' },
        { name: 'resourceName', type: 'string', versions: '0+' },
        { name: 'resourcePatternType', type: 'int8', versions: '1+', default: 3 },
        { name: 'principal', type: 'string', versions: '0+' },
        { name: 'host', type: 'string', versions: '0+' },
        { name: 'operation', type: 'int8', versions: '0+' },
        { name: 'permissionType', type: 'int8', versions: '0+' },
      ],
    },
  ],
} as const satisfies MessageTable;

const createAclsResponse = {
  name: 'CreateAclsResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    {
      name: 'results',
      type: '[]AclCreationResult',
      versions: '0+',
      fields: [
        { name: 'errorCode', type: 'int16', versions: '0+' },
        { name: 'errorMessage', type: 'string', versions: '0+', nullableVersions: '0+' },
      ],
    },
  ],
} as const satisfies MessageTable;

export interface CreateAclsRequest extends Infer<typeof createAclsRequest> {}
export interface CreateAclsResponse extends InferWritable<typeof createAclsResponse> {}

/** CreateAcls: key 30, versions 1 to 3, flexible from 2. */
export const createAcls: ApiDefinition<CreateAclsRequest, CreateAclsResponse> = {
  key: 30,
  name: 'CreateAcls',
  versions: [1, 3],
  flexibleFrom: 2,
  request: createAclsRequest,
  response: createAclsResponse,
};
