import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const alterClientQuotasRequest = {
  name: 'AlterClientQuotasRequest',
  fields: [
    {
      name: 'entries',
      type: '[]EntryData',
      versions: '0+',
      fields: [
        {
          name: 'entity',
          type: '[]EntityData',
          versions: '0+',
          fields: [
            { name: 'entityType', type: 'string', versions: '0+' },
            { name: 'entityName', type: 'string', versions: '0+', nullableVersions: '0+' },
          ],
        },
        {
          name: 'ops',
          type: '[]OpData',
          versions: '0+',
          fields: [
            { name: 'key', type: 'string', versions: '0+' },
            { name: 'value', type: 'float64', versions: '0+' },
            { name: 'remove', type: 'bool', versions: '0+' },
          ],
        },
      ],
    },
    { name: 'validateOnly', type: 'bool', versions: '0+' },
  ],
} as const satisfies MessageTable;

const alterClientQuotasResponse = {
  name: 'AlterClientQuotasResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    {
      name: 'entries',
      type: '[]EntryData',
      versions: '0+',
      fields: [
        { name: 'errorCode', type: 'int16', versions: '0+' },
        { name: 'errorMessage', type: 'string', versions: '0+', nullableVersions: '0+' },
        {
          name: 'entity',
          type: '[]EntityData',
          versions: '0+',
          fields: [
            { name: 'entityType', type: 'string', versions: '0+' },
            { name: 'entityName', type: 'string', versions: '0+', nullableVersions: '0+' },
          ],
        },
      ],
    },
  ],
} as const satisfies MessageTable;

export interface AlterClientQuotasRequest extends Infer<typeof alterClientQuotasRequest> {}
export interface AlterClientQuotasResponse extends InferWritable<typeof alterClientQuotasResponse> {}

/** AlterClientQuotas: key 49, versions 0 to 1, flexible from 1. */
export const alterClientQuotas: ApiDefinition<AlterClientQuotasRequest, AlterClientQuotasResponse> = {
  key: 49,
  name: 'AlterClientQuotas',
  versions: [0, 1],
  flexibleFrom: 1,
  request: alterClientQuotasRequest,
  response: alterClientQuotasResponse,
};
