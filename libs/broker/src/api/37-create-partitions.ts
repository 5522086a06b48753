import { createPartitions, errorCode } from '@sluice/kafka';
import type { CreatePartitionsRequest, CreatePartitionsResponse } from '@sluice/kafka';
import type { Refusal } from '../topics/topics.ts';
import type { Handler, RequestContext } from './handler.ts';

type TopicRequest = CreatePartitionsRequest['topics'][number];

/** CreatePartitions: more of them; there is no way back. */
export const createPartitionsHandler: Handler<CreatePartitionsRequest, CreatePartitionsResponse> = {
  api: createPartitions,
  versions: [0, 3],
  async handle(request, context) {
    const named = new Map<string, TopicRequest | undefined>();
    for (const topic of request.topics) named.set(topic.name, named.has(topic.name) ? undefined : topic);
    const results = await Promise.all(
      Array.from(named, async ([name, topic]) => {
        const refusal = await grow(name, topic, request.validateOnly, context);
        return { name, errorCode: errorCode(refusal?.error ?? 'NONE'), errorMessage: refusal?.message ?? null };
      }),
    );
    return { throttleTimeMs: 0, results };
  },
};

async function grow(
  name: string,
  request: TopicRequest | undefined,
  validateOnly: boolean,
  { broker }: RequestContext,
): Promise<Refusal | undefined> {
  if (request === undefined) return { error: 'INVALID_REQUEST', message: `Topic '${name}' is named twice.` };
  const { count, assignments } = request;
  const topic = broker.topics.get(name);
  if (topic !== undefined && assignments !== null) {
    const isWhole = assignments.length === count - topic.partitions;
    const isHere = assignments.every(({ brokerIds }) => brokerIds.length === 1 && brokerIds[0] === broker.nodeId);
    if (count > topic.partitions && !(isWhole && isHere)) {
      const message = `Each of the ${count - topic.partitions} new partitions is assigned to broker ${broker.nodeId}, the only one.`;
      return { error: 'INVALID_REPLICA_ASSIGNMENT', message };
    }
  }
  return broker.topics.addPartitions(name, count, validateOnly);
}
