import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const getTelemetrySubscriptionsRequest = {
  name: 'GetTelemetrySubscriptionsRequest',
  fields: [{ name: 'clientInstanceId', type: 'uuid', versions: '0+' }],
} as const satisfies MessageTable;

const getTelemetrySubscriptionsResponse = {
  name: 'GetTelemetrySubscriptionsResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    { name: 'errorCode', type: 'int16', versions: '0+' },
    { name: 'clientInstanceId', type: 'uuid', versions: '0+' },
    { name: 'subscriptionId', type: 'int32', versions: '0+' },
    { name: 'acceptedCompressionTypes', type: '[]int8', versions: '0+' },
    { name: 'pushIntervalMs', type: 'int32', versions: '0+' },
    { name: 'telemetryMaxBytes', type: 'int32', versions: '0+' },
    { name: 'deltaTemporality', type: 'bool', versions: '0+' },
    { name: 'requestedMetrics', type: '[]string', versions: '0+' },
  ],
} as const satisfies MessageTable;

export interface GetTelemetrySubscriptionsRequest extends Infer<typeof getTelemetrySubscriptionsRequest> {}
export interface GetTelemetrySubscriptionsResponse extends InferWritable<typeof getTelemetrySubscriptionsResponse> {}

/** GetTelemetrySubscriptions: key 71, version 0, flexible from 0. */
export const getTelemetrySubscriptions: ApiDefinition<
  GetTelemetrySubscriptionsRequest,
  GetTelemetrySubscriptionsResponse
> = {
  key: 71,
  name: 'GetTelemetrySubscriptions',
  versions: [0, 0],
  flexibleFrom: 0,
  request: getTelemetrySubscriptionsRequest,
  response: getTelemetrySubscriptionsResponse,
};
