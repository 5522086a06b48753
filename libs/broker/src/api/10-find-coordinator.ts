import { errorCode, findCoordinator } from '@sluice/kafka';
import type { FindCoordinatorRequest, FindCoordinatorResponse } from '@sluice/kafka';
import type { Handler } from './handler.ts';

const FIRST_VERSION_WITH_MANY_KEYS = 4;
const GROUP = 0;
const TRANSACTION = 1;

/** FindCoordinator: this broker, for every group and transactional id. */
export const findCoordinatorHandler: Handler<FindCoordinatorRequest, FindCoordinatorResponse> = {
  api: findCoordinator,
  versions: [0, 6],
  handle(request, { apiVersion, broker, connection }) {
    const isKnown = request.keyType === GROUP || request.keyType === TRANSACTION;
    const place = isKnown
      ? { nodeId: broker.nodeId, ...connection.advertised, errorCode: 0, errorMessage: null }
      : {
          nodeId: -1,
          host: '',
          port: -1,
          errorCode: errorCode('INVALID_REQUEST'),
          errorMessage: `There is no coordinator of type ${request.keyType} here.`,
        };
    if (apiVersion < FIRST_VERSION_WITH_MANY_KEYS) return place;
    return { coordinators: Array.from(new Set(request.coordinatorKeys), (key) => ({ key, ...place })), ...UNUSED };
  },
};

/** Fields of the versions for a single key; not encoded in later ones. */
const UNUSED = { errorCode: 0, nodeId: -1, host: '', port: -1 } as const;
