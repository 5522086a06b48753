import { errorCode, KafkaError, metadata, ZERO_UUID } from '@sluice/kafka';
import type { ErrorName, MetadataRequest, MetadataResponse } from '@sluice/kafka';
import type { Topic } from '../topics/topics.ts';
import { AUTHORIZED_OPERATIONS, OPERATIONS_NOT_ASKED } from './authorized-operations.ts';
import { describePartition } from './describe-partition.ts';
import type { BrokerServices, Handler } from './handler.ts';

type WantedTopic = NonNullable<MetadataRequest['topics']>[number];
type TopicResponse = MetadataResponse['topics'][number];

/** Metadata: this one broker, under the address the client knows, and the topics asked for, made if need be. */
export const metadataHandler: Handler<MetadataRequest, MetadataResponse> = {
  api: metadata,
  versions: [0, 13],
  async handle(request, context) {
    const { broker, connection, apiVersion } = context;
    const { topics: wanted } = request;
    // Version 0 has no null: there, none means all.
    const isAll = wanted === null || (apiVersion === 0 && wanted.length === 0);
    refuseTooMany(wanted?.length ?? 0, broker.configs.number('sluice.max.partitions'));
    const describe = (topic: Topic): TopicResponse =>
      describeTopic(topic, request.includeTopicAuthorizedOperations, broker);
    const mayCreate = request.allowAutoTopicCreation && broker.configs.value('auto.create.topics.enable') === 'true';
    const topics = isAll
      ? Array.from(broker.topics.list(), describe)
      : await Promise.all(
          Array.from(listOnce(wanted), ({ name, topicId }) => findTopic(name, topicId, mayCreate, broker, describe)),
        );
    const { host, port } = connection.advertised;
    return {
      throttleTimeMs: 0,
      brokers: [{ nodeId: broker.nodeId, host, port }],
      clusterId: broker.clusterId,
      controllerId: broker.nodeId,
      topics,
      clusterAuthorizedOperations: request.includeClusterAuthorizedOperations
        ? AUTHORIZED_OPERATIONS.cluster
        : OPERATIONS_NOT_ASKED,
      errorCode: 0,
    };
  },
};

/** As many as there can be; who names more is guessing. */
function refuseTooMany(count: number, maxTopics: number): void {
  if (count <= maxTopics) return;
  throw new KafkaError(`${count} topics are named, at most ${maxTopics} can be`, { error: 'INVALID_REQUEST' });
}

/** A topic's description is longer than its name, so that naming it often must not multiply the answer. */
function listOnce(wanted: readonly WantedTopic[]): Iterable<WantedTopic> {
  return new Map(wanted.map((topic) => [topic.name ?? topic.topicId, topic])).values();
}

async function findTopic(
  name: string | null,
  topicId: string,
  mayCreate: boolean,
  broker: BrokerServices,
  describe: (topic: Topic) => TopicResponse,
): Promise<TopicResponse> {
  if (name === null) {
    const byId = broker.topics.byId(topicId);
    return byId === undefined ? failed(null, topicId, 'UNKNOWN_TOPIC_ID') : describe(byId);
  }
  const known = broker.topics.get(name);
  if (known !== undefined) return describe(known);
  const wanted = { name, partitions: -1, configs: [] };
  const checked = broker.topics.check(wanted);
  if ('error' in checked && checked.error !== 'TOPIC_ALREADY_EXISTS') return failed(name, ZERO_UUID, checked.error);
  if (!mayCreate) return failed(name, ZERO_UUID, 'UNKNOWN_TOPIC_OR_PARTITION');
  const created = await broker.topics.create(wanted);
  if (!('error' in created)) return describe(created);
  const existing = broker.topics.get(name);
  return existing === undefined ? failed(name, ZERO_UUID, created.error) : describe(existing);
}

function describeTopic(topic: Topic, withOperations: boolean, broker: BrokerServices): TopicResponse {
  const { name, id, isInternal, partitions } = topic;
  return {
    errorCode: 0,
    name,
    topicId: id,
    isInternal,
    partitions: Array.from({ length: partitions }, (_, index) => describePartition(index, broker)),
    topicAuthorizedOperations: withOperations ? AUTHORIZED_OPERATIONS.topic : OPERATIONS_NOT_ASKED,
  };
}

function failed(name: string | null, topicId: string, error: ErrorName): TopicResponse {
  return { errorCode: errorCode(error), name, topicId, partitions: [] };
}
