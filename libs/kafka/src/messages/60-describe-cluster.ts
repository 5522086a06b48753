import type { ApiDefinition, Infer, InferWritable, MessageTable } from '../table.ts';

const describeClusterRequest = {
  name: 'DescribeClusterRequest',
  fields: [
    { name: 'includeClusterAuthorizedOperations', type: 'bool', versions: '0+' },
    { name: 'endpointType', type: 'int8', versions: '1+', default: 1 },
    { name: 'includeFencedBrokers', type: 'bool', versions: '2+' },
  ],
} as const satisfies MessageTable;

const describeClusterResponse = {
  name: 'DescribeClusterResponse',
  fields: [
    { name: 'throttleTimeMs', type: 'int32', versions: '0+' },
    { name: 'errorCode', type: 'int16', versions: '0+' },
    { name: 'errorMessage', type: 'string', versions: '0+', nullableVersions: '0+', default: null },
    { name: 'endpointType', type: 'int8', versions: '1+', default: 1 },
    { name: 'clusterId', type: 'string', versions: '0+' },
    { name: 'controllerId', type: 'int32', versions: '0+', default: -1, address: true },
    {
      name: 'brokers',
      type: '[]DescribeClusterBroker',
      versions: '0+',
      fields: [
        { name: 'brokerId', type: 'int32', versions: '0+', address: true },
        { name: 'host', type: 'string', versions: '0+', address: true },
        { name: 'port', type: 'int32', versions: '0+', address: true },
        { name: 'rack', type: 'string', versions: '0+', nullableVersions: '0+', default: null },
        { name: 'isFenced', type: 'bool', versions: '2+' },
      ],
    },
    { name: 'clusterAuthorizedOperations', type: 'int32', versions: '0+', default: -2147483648 },
  ],
} as const satisfies MessageTable;

export interface DescribeClusterRequest extends Infer<typeof describeClusterRequest> {}
export interface DescribeClusterResponse extends InferWritable<typeof describeClusterResponse> {}

/** DescribeCluster: key 60, versions 0 to 2, flexible from 0. */
export const describeCluster: ApiDefinition<DescribeClusterRequest, DescribeClusterResponse> = {
  key: 60,
  name: 'DescribeCluster',
  versions: [0, 2],
  flexibleFrom: 0,
  request: describeClusterRequest,
  response: describeClusterResponse,
};
