import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const pushTelemetryRequest = {
  name: 'PushTelemetryRequest',
  fields: [
    { name: 'clientInstanceId', type: 'uuid', versions: '0+' },
    { name: 'subscriptionId', type: 'int32', versions: '0+' },
    { name: 'terminating', type: 'bool', versions: '0+' },
    { name: 'compressionType', type: 'int8', versions: '0+' },
    { name: 'metrics', type: 'bytes', versions: '0+' },
  ],
} as const satisfies MessageTable;

const pushTelemetryResponse = {
  name: 'PushTelemetryResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    { name: 'errorCode', type: 'int16', versions: '0+' },
  ],
} as const satisfies MessageTable;

export interface PushTelemetryRequest extends Infer<typeof pushTelemetryRequest> {}
export interface PushTelemetryResponse extends InferWritable<typeof pushTelemetryResponse> {}

/** PushTelemetry: key 72, version 0, flexible from 0. */
export const pushTelemetry: ApiDefinition<PushTelemetryRequest, PushTelemetryResponse> = {
  key: 72,
  name: 'PushTelemetry',
  versions: [0, 0],
  flexibleFrom: 0,
  request: pushTelemetryRequest,
  response: pushTelemetryResponse,
};
