import { describeConfigs, errorCode } from '@sluice/kafka';
import type { DescribeConfigsRequest, DescribeConfigsResponse } from '@sluice/kafka';
import { CONFIG_TYPES, TOPIC_CONFIGS } from '../topics/config-table.ts';
import type { ConfigType } from '../topics/config-table.ts';
import { configValue } from '../topics/topic-configs.ts';
import type { Topic, Topics } from '../topics/topics.ts';
import { CONFIG_SOURCES, describeSource } from './config-source.ts';
import type { Handler, RequestContext } from './handler.ts';
import { RESOURCE_TYPES } from './resource-types.ts';

type ResourceRequest = DescribeConfigsRequest['resources'][number];
type ResourceResponse = DescribeConfigsResponse['results'][number];
type ConfigResponse = ResourceResponse['configs'][number];

interface Details {
  readonly synonyms: boolean;
  readonly documentation: boolean;
}

/** DescribeConfigs: of topics from the one table of configs, of the broker what it was started with. */
export const describeConfigsHandler: Handler<DescribeConfigsRequest, DescribeConfigsResponse> = {
  api: describeConfigs,
  versions: [1, 4],
  handle({ resources, includeSynonyms, includeDocumentation }, context) {
    const details = { synonyms: includeSynonyms, documentation: includeDocumentation };
    return { throttleTimeMs: 0, results: resources.map((resource) => describeResource(resource, details, context)) };
  },
};

function describeResource(request: ResourceRequest, details: Details, { broker }: RequestContext): ResourceResponse {
  const { resourceType, resourceName, configurationKeys } = request;
  const isWanted = (name: string): boolean => configurationKeys === null || configurationKeys.includes(name);
  const answer = { errorCode: 0, errorMessage: null, resourceType, resourceName };
  if (resourceType === RESOURCE_TYPES.topic) {
    const topic = broker.topics.get(resourceName);
    if (topic === undefined) return failed(request, 'UNKNOWN_TOPIC_OR_PARTITION', `There is no topic ${resourceName}.`);
    const names = Object.keys(TOPIC_CONFIGS).filter(isWanted);
    return { ...answer, configs: names.map((name) => describeTopicConfig(name, topic, broker.topics, details)) };
  }
  if (resourceType === RESOURCE_TYPES.broker) {
    if (resourceName !== '' && resourceName !== String(broker.nodeId)) {
      return failed(request, 'INVALID_REQUEST', `This is broker ${broker.nodeId}, not ${resourceName}.`);
    }
    const configs = Object.entries(broker.brokerConfigs).filter(([name]) => isWanted(name));
    return { ...answer, configs: configs.map(([name, { type, value }]) => describeBrokerConfig(name, type, value)) };
  }
  if (resourceType === RESOURCE_TYPES.group || resourceType === RESOURCE_TYPES.brokerLogger) {
    return { ...answer, configs: [] };
  }
  return failed(request, 'INVALID_REQUEST', `Resources of type ${resourceType} have no configs here.`);
}

function describeTopicConfig(name: string, topic: Topic, topics: Topics, details: Details): ConfigResponse {
  const entry = TOPIC_CONFIGS[name];
  const source = describeSource(name, topic, topics);
  const value = configValue(name, topic.configs, topics.defaults);
  const standard = configValue(name, new Map(), new Map());
  const synonyms: { name: string; value: string; source: number }[] = [
    { name, value: standard, source: CONFIG_SOURCES.default },
  ];
  if (source !== CONFIG_SOURCES.default) synonyms.unshift({ name, value, source });
  return {
    name,
    value,
    readOnly: false,
    configSource: source,
    isSensitive: false,
    synonyms: details.synonyms ? synonyms : [],
    configType: CONFIG_TYPES[entry?.type ?? 'string'],
    documentation: details.documentation ? (entry?.documentation ?? null) : null,
  };
}

function describeBrokerConfig(name: string, type: ConfigType, value: string): ConfigResponse {
  const configSource = CONFIG_SOURCES.staticBroker;
  return {
    name,
    value,
    readOnly: true,
    configSource,
    isSensitive: false,
    synonyms: [],
    configType: CONFIG_TYPES[type],
  };
}

function failed(
  { resourceType, resourceName }: ResourceRequest,
  error: 'UNKNOWN_TOPIC_OR_PARTITION' | 'INVALID_REQUEST',
  errorMessage: string,
): ResourceResponse {
  return { errorCode: errorCode(error), errorMessage, resourceType, resourceName, configs: [] };
}
