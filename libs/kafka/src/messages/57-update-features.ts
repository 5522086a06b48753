import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const updateFeaturesRequest = {
  name: 'UpdateFeaturesRequest',
  fields: [
    { name: 'timeoutMs', type: 'int32', versions: '0+', default: 60000 },
    {
      name: 'featureUpdates',
      type: '[]FeatureUpdateKey',
      versions: '0+',
      fields: [
        { name: 'feature', type: 'string', versions: '0+' },
        { name: 'maxVersionLevel', type: 'int16', versions: '0+' },
        { name: 'allowDowngrade', type: 'bool', versions: '0' },
        { name: 'upgradeType', type: 'int8', versions: '1+', default: 1 },
      ],
    },
    { name: 'validateOnly', type: 'bool', versions: '1+', default: false },
  ],
} as const satisfies MessageTable;

const updateFeaturesResponse = {
  name: 'UpdateFeaturesResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    { name: 'errorCode', type: 'int16', versions: '0+' },
    { name: 'errorMessage', type: 'string', versions: '0+', nullableVersions: '0+' },
    {
      name: 'results',
      type: '[]UpdatableFeatureResult',
      versions: '0-1',
      fields: [
        { name: 'feature', type: 'string', versions: '0+' },
        { name: 'errorCode', type: 'int16', versions: '0+' },
        { name: 'errorMessage', type: 'string', versions: '0+', nullableVersions: '0+' },
      ],
    },
  ],
} as const satisfies MessageTable;

export interface UpdateFeaturesRequest extends Infer<typeof updateFeaturesRequest> {}
export interface UpdateFeaturesResponse extends InferWritable<typeof updateFeaturesResponse> {}

/** UpdateFeatures: key 57, versions 0 to 2, flexible from 0. */
export const updateFeatures: ApiDefinition<UpdateFeaturesRequest, UpdateFeaturesResponse> = {
  key: 57,
  name: 'UpdateFeatures',
  versions: [0, 2],
  flexibleFrom: 0,
  request: updateFeaturesRequest,
  response: updateFeaturesResponse,
};
