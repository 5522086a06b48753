import { describeConfigs, errorCode } from '@sluice/kafka';
import type { DescribeConfigsRequest, DescribeConfigsResponse, ErrorName } from '@sluice/kafka';
import { BROKER_CONFIGS } from '../configs/broker-config-table.ts';
import { TOPIC_CONFIGS } from '../configs/topic-config-table.ts';
import { describeBrokerConfig, describeTopicConfig } from './describe-config.ts';
import type { DescribedConfig } from './describe-config.ts';
import type { BrokerServices, Handler } from './handler.ts';
import { RESOURCE_TYPES } from './resource-types.ts';

type ResourceRequest = DescribeConfigsRequest['resources'][number];
type ResourceResponse = DescribeConfigsResponse['results'][number];

interface Failure {
  readonly error: ErrorName;
  readonly message: string;
}

/** DescribeConfigs: of topics and of the broker, from the tables of configs. */
export const describeConfigsHandler: Handler<DescribeConfigsRequest, DescribeConfigsResponse> = {
  api: describeConfigs,
  versions: [1, 4],
  handle({ resources, includeSynonyms, includeDocumentation }, { broker }) {
    // Each once: an answer is very much longer than its question.
    const wanted = new Map(
      resources.map((resource) => [`${resource.resourceType} ${resource.resourceName}`, resource]),
    );
    const results = Array.from(wanted.values(), (resource): ResourceResponse => {
      const { resourceType, resourceName } = resource;
      const found = describeResource(resource, broker);
      if ('error' in found) {
        const { error, message } = found;
        return { errorCode: errorCode(error), errorMessage: message, resourceType, resourceName, configs: [] };
      }
      const configs = found.map(({ synonyms, documentation, ...config }) => ({
        ...config,
        synonyms: includeSynonyms ? synonyms : [],
        documentation: includeDocumentation ? documentation : null,
      }));
      return { errorCode: 0, errorMessage: null, resourceType, resourceName, configs };
    });
    return { throttleTimeMs: 0, results };
  },
};

function describeResource(request: ResourceRequest, broker: BrokerServices): readonly DescribedConfig[] | Failure {
  const { resourceType, resourceName, configurationKeys } = request;
  const keys = configurationKeys === null ? undefined : new Set(configurationKeys);
  const isWanted = (name: string): boolean => keys?.has(name) ?? true;
  if (resourceType === RESOURCE_TYPES.topic) {
    const topic = broker.topics.get(resourceName);
    if (topic === undefined) {
      return { error: 'UNKNOWN_TOPIC_OR_PARTITION', message: `There is no topic ${resourceName}.` };
    }
    return TOPIC_CONFIG_NAMES.filter(isWanted).map((name) => describeTopicConfig(name, topic, broker.configs));
  }
  if (resourceType === RESOURCE_TYPES.broker) {
    if (resourceName === '') {
      const names = [...broker.configs.own('cluster').keys()].filter(isWanted);
      return names.map((name) => describeBrokerConfig(name, broker.configs, 'cluster'));
    }
    if (resourceName !== String(broker.nodeId)) {
      return { error: 'INVALID_REQUEST', message: `This is broker ${broker.nodeId}, not ${resourceName}.` };
    }
    return BROKER_CONFIG_NAMES.filter(isWanted).map((name) => describeBrokerConfig(name, broker.configs));
  }
  if (resourceType === RESOURCE_TYPES.group || resourceType === RESOURCE_TYPES.brokerLogger) return [];
  return { error: 'INVALID_REQUEST', message: `Resources of type ${resourceType} have no configs here.` };
}

const TOPIC_CONFIG_NAMES = Object.keys(TOPIC_CONFIGS);
const BROKER_CONFIG_NAMES = Object.keys(BROKER_CONFIGS);
