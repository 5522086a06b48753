import { describeCluster, errorCode } from '@sluice/kafka';
import type { DescribeClusterRequest, DescribeClusterResponse } from '@sluice/kafka';
import { AUTHORIZED_OPERATIONS, OPERATIONS_NOT_ASKED } from './authorized-operations.ts';
import type { Handler } from './handler.ts';

/** Kind of nodes that a client asks a broker for (KIP-919); the other is controllers. */
const BROKERS = 1;

/** DescribeCluster: this one broker, under the address the client knows. */
export const describeClusterHandler: Handler<DescribeClusterRequest, DescribeClusterResponse> = {
  api: describeCluster,
  versions: [0, 2],
  handle({ endpointType, includeClusterAuthorizedOperations }, { broker, connection }) {
    const isForBrokers = endpointType === BROKERS;
    return {
      throttleTimeMs: 0,
      errorCode: errorCode(isForBrokers ? 'NONE' : 'MISMATCHED_ENDPOINT_TYPE'),
      errorMessage: isForBrokers ? null : 'This is a broker; ask it for brokers.',
      endpointType: BROKERS,
      clusterId: broker.clusterId,
      controllerId: broker.nodeId,
      brokers: isForBrokers ? [{ brokerId: broker.nodeId, ...connection.advertised, rack: null }] : [],
      clusterAuthorizedOperations: includeClusterAuthorizedOperations
        ? AUTHORIZED_OPERATIONS.cluster
        : OPERATIONS_NOT_ASKED,
    };
  },
};
