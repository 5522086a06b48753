import { createTopics, errorCode, ZERO_UUID } from '@sluice/kafka';
import type { CreateTopicsRequest, CreateTopicsResponse } from '@sluice/kafka';
import type { BrokerConfigs } from '../configs/broker-configs.ts';
import { TOPIC_CONFIGS } from '../configs/topic-config-table.ts';
import type { Refusal, Topic } from '../topics/topics.ts';
import { describeTopicConfig } from './describe-config.ts';
import type { Handler, RequestContext } from './handler.ts';

type TopicRequest = CreateTopicsRequest['topics'][number];
type TopicResponse = CreateTopicsResponse['topics'][number];

/** CreateTopics: each topic by itself; one that is refused does not hinder the others. */
export const createTopicsHandler: Handler<CreateTopicsRequest, CreateTopicsResponse> = {
  api: createTopics,
  versions: [2, 7],
  async handle(request, context) {
    const counts = new Map<string, number>();
    for (const { name } of request.topics) counts.set(name, (counts.get(name) ?? 0) + 1);
    const named = new Map(request.topics.map((topic) => [topic.name, topic]));
    const topics = await Promise.all(
      Array.from(named.values(), async (topic) => {
        if ((counts.get(topic.name) ?? 0) === 1) return create(topic, request.validateOnly, context);
        return failed(topic.name, { error: 'INVALID_REQUEST', message: `Topic '${topic.name}' is named twice.` });
      }),
    );
    return { topics };
  },
};

async function create(
  request: TopicRequest,
  validateOnly: boolean,
  { broker }: RequestContext,
): Promise<TopicResponse> {
  const { name, configs } = request;
  const isLenient = broker.configs.value('sluice.lenient.replication.factor') === 'true';
  const partitions = countPartitions(request, broker.nodeId, isLenient);
  if (typeof partitions !== 'number') return failed(name, partitions);
  const nulled = configs.find(({ value }) => value === null);
  if (nulled !== undefined) {
    return failed(name, {
      error: 'INVALID_CONFIG',
      message: `Null value not supported for topic config: ${nulled.name}`,
    });
  }
  const wanted = {
    name,
    partitions,
    configs: configs.map((config) => ({ name: config.name, value: config.value ?? '' })),
  };
  const created = validateOnly ? broker.topics.check(wanted) : await broker.topics.create(wanted);
  return 'error' in created ? failed(name, created) : describe(created, validateOnly, broker.configs);
}

/** How many partitions are wanted, by number or by assignment. There is one broker, so one replica. */
function countPartitions(request: TopicRequest, nodeId: number, isLenient: boolean): number | Refusal {
  const { numPartitions, replicationFactor, assignments } = request;
  if (assignments.length > 0) {
    if (numPartitions !== -1 || replicationFactor !== -1) {
      const message = 'Both the number of partitions or replicas and an assignment were given.';
      return { error: 'INVALID_REQUEST', message };
    }
    const indexes = assignments.map(({ partitionIndex }) => partitionIndex).toSorted((a, b) => a - b);
    const isWhole = indexes.every((index, i) => index === i);
    const isHere = assignments.every(({ brokerIds }) => brokerIds.length === 1 && brokerIds[0] === nodeId);
    if (isWhole && isHere) return assignments.length;
    const message = `Partitions are numbered from 0 without a gap, and broker ${nodeId} is the only one.`;
    return { error: 'INVALID_REPLICA_ASSIGNMENT', message };
  }
  if (numPartitions === 0 || numPartitions < -1) {
    return {
      error: 'INVALID_PARTITIONS',
      message: 'Number of partitions must be larger than 0, or -1 for the default.',
    };
  }
  if (replicationFactor === 0 || replicationFactor < -1) {
    const message = 'Replication factor must be larger than 0, or -1 for the default.';
    return { error: 'INVALID_REPLICATION_FACTOR', message };
  }
  if (replicationFactor > 1 && !isLenient) {
    const message = `Replication factor: ${replicationFactor} larger than available brokers: 1.`;
    return { error: 'INVALID_REPLICATION_FACTOR', message };
  }
  return numPartitions;
}

function describe(topic: Topic, validateOnly: boolean, configs: BrokerConfigs): TopicResponse {
  const names = Object.keys(TOPIC_CONFIGS).filter((name) => TOPIC_CONFIGS[name]?.aliasOf === undefined);
  return {
    name: topic.name,
    topicId: validateOnly ? ZERO_UUID : topic.id,
    errorCode: 0,
    errorMessage: null,
    numPartitions: topic.partitions,
    replicationFactor: 1,
    configs: names.map((name) => {
      const { value, readOnly, configSource, isSensitive } = describeTopicConfig(name, topic, configs);
      return { name, value, readOnly, configSource, isSensitive };
    }),
  };
}

function failed(name: string, { error, message }: Refusal): TopicResponse {
  return { name, topicId: ZERO_UUID, errorCode: errorCode(error), errorMessage: message, configs: null };
}
