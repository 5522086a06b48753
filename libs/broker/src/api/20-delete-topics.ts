import { deleteTopics, errorCode, ZERO_UUID } from '@sluice/kafka';
import type { DeleteTopicsRequest, DeleteTopicsResponse } from '@sluice/kafka';
import type { Refusal } from '../topics/topics.ts';
import type { Handler, RequestContext } from './handler.ts';

type TopicResponse = DeleteTopicsResponse['responses'][number];

const FIRST_VERSION_WITH_IDS = 6;

/** DeleteTopics: by name or, from version 6, by id. */
export const deleteTopicsHandler: Handler<DeleteTopicsRequest, DeleteTopicsResponse> = {
  api: deleteTopics,
  versions: [1, 6],
  async handle(request, context) {
    const wanted =
      context.apiVersion >= FIRST_VERSION_WITH_IDS
        ? request.topics
        : request.topicNames.map((name) => ({ name, topicId: ZERO_UUID }));
    return { responses: await Promise.all(wanted.map(({ name, topicId }) => remove(name, topicId, context))) };
  },
};

async function remove(name: string | null, topicId: string, { broker }: RequestContext): Promise<TopicResponse> {
  if (name !== null && topicId !== ZERO_UUID) {
    return failed(name, topicId, { error: 'INVALID_REQUEST', message: 'Both a name and an id were given.' });
  }
  const topic = name === null ? broker.topics.byId(topicId) : broker.topics.get(name);
  if (topic === undefined) {
    const error = name === null ? 'UNKNOWN_TOPIC_ID' : 'UNKNOWN_TOPIC_OR_PARTITION';
    return failed(name, topicId, { error, message: `There is no topic ${name ?? topicId}.` });
  }
  if (topic.isInternal) {
    return failed(name, topicId, { error: 'INVALID_REQUEST', message: `${topic.name} is the broker's own topic.` });
  }
  await broker.topics.delete(topic);
  return { name: topic.name, topicId: topic.id, errorCode: 0 };
}

function failed(name: string | null, topicId: string, { error, message }: Refusal): TopicResponse {
  return { name, topicId, errorCode: errorCode(error), errorMessage: message };
}
