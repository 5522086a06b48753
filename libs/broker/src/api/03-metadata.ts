import { errorCode, metadata, ZERO_UUID } from '@sluice/kafka';
import type { ErrorName, MetadataRequest, MetadataResponse } from '@sluice/kafka';
import type { Topic } from '../topics/topics.ts';
import type { Handler, RequestContext } from './handler.ts';

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
    const mayCreate = request.allowAutoTopicCreation && broker.topics.autoCreate;
    const topics = isAll
      ? Array.from(broker.topics.list(), (topic) => describeTopic(topic, broker.leaderEpoch))
      : await Promise.all(wanted.map(({ name, topicId }) => findTopic(name, topicId, mayCreate, context)));
    const { host, port } = connection.advertised;
    return {
      throttleTimeMs: 0,
      brokers: [{ nodeId: broker.nodeId, host, port }],
      clusterId: broker.clusterId,
      controllerId: broker.nodeId,
      topics,
      errorCode: 0,
    };
  },
};

async function findTopic(
  name: string | null,
  topicId: string,
  mayCreate: boolean,
  { broker }: RequestContext,
): Promise<TopicResponse> {
  if (name === null) {
    const byId = broker.topics.byId(topicId);
    return byId === undefined ? failed(null, topicId, 'UNKNOWN_TOPIC_ID') : describeTopic(byId, broker.leaderEpoch);
  }
  const known = broker.topics.get(name);
  if (known !== undefined) return describeTopic(known, broker.leaderEpoch);
  const wanted = { name, partitions: -1, configs: [] };
  const checked = broker.topics.check(wanted);
  if ('error' in checked && checked.error !== 'TOPIC_ALREADY_EXISTS') return failed(name, ZERO_UUID, checked.error);
  if (!mayCreate) return failed(name, ZERO_UUID, 'UNKNOWN_TOPIC_OR_PARTITION');
  const created = await broker.topics.create(wanted);
  if (!('error' in created)) return describeTopic(created, broker.leaderEpoch);
  const existing = broker.topics.get(name);
  return existing === undefined ? failed(name, ZERO_UUID, created.error) : describeTopic(existing, broker.leaderEpoch);
}

function describeTopic({ name, id, isInternal, partitions }: Topic, leaderEpoch: number): TopicResponse {
  return {
    errorCode: 0,
    name,
    topicId: id,
    isInternal,
    partitions: Array.from({ length: partitions }, (_, partitionIndex) => ({
      errorCode: 0,
      partitionIndex,
      leaderId: 1,
      leaderEpoch,
      replicaNodes: [1],
      isrNodes: [1],
      offlineReplicas: [],
    })),
  };
}

function failed(name: string | null, topicId: string, error: ErrorName): TopicResponse {
  return { errorCode: errorCode(error), name, topicId, partitions: [] };
}
