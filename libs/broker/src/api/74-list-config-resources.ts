import { errorCode, listConfigResources } from '@sluice/kafka';
import type { ListConfigResourcesRequest, ListConfigResourcesResponse } from '@sluice/kafka';
import type { BrokerServices, Handler } from './handler.ts';
import { RESOURCE_TYPES } from './resource-types.ts';

const KNOWN_TYPES: readonly number[] = Object.values(RESOURCE_TYPES);

/** ListConfigResources: what DescribeConfigs can be asked about. Version 0 asks for client metrics, which are not kept. */
export const listConfigResourcesHandler: Handler<ListConfigResourcesRequest, ListConfigResourcesResponse> = {
  api: listConfigResources,
  versions: [0, 1],
  handle({ resourceTypes }, { apiVersion, broker }) {
    if (apiVersion === 0) return { throttleTimeMs: 0, errorCode: 0, configResources: [] };
    if (resourceTypes.some((type) => !KNOWN_TYPES.includes(type))) {
      return { throttleTimeMs: 0, errorCode: errorCode('UNSUPPORTED_VERSION'), configResources: [] };
    }
    const types = new Set(resourceTypes.length === 0 ? KNOWN_TYPES : resourceTypes);
    return {
      throttleTimeMs: 0,
      errorCode: 0,
      configResources: Array.from(types, (type) => listResources(type, broker)).flat(),
    };
  },
};

function listResources(
  resourceType: number,
  { topics, nodeId }: BrokerServices,
): ListConfigResourcesResponse['configResources'] {
  if (resourceType === RESOURCE_TYPES.topic) {
    return Array.from(topics.list(), ({ name }) => ({ resourceName: name, resourceType }));
  }
  const isBroker = resourceType === RESOURCE_TYPES.broker || resourceType === RESOURCE_TYPES.brokerLogger;
  return isBroker ? [{ resourceName: String(nodeId), resourceType }] : [];
}
