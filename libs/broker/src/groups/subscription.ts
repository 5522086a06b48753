import { decodeRequest, KafkaError, type MessageTable } from '@sluice/kafka';
import type { ClassicGroup } from './classic-group.ts';

/** The protocol type of consumers; Connect and Schema Registry use groups of other types. */
const CONSUMER_PROTOCOL = 'consumer';

/** ConsumerProtocolSubscription version 0, which every later version begins with. */
const subscription = {
  name: 'ConsumerProtocolSubscription',
  fields: [{ name: 'topics', type: '[]string', versions: '0+' }],
} as const satisfies MessageTable;

const SUBSCRIPTION = {
  key: -1,
  name: subscription.name,
  versions: [0, 0],
  flexibleFrom: null,
  request: subscription as MessageTable<{ topics: string[] }>,
  response: subscription,
} as const;

export function usesConsumerProtocol(group: ClassicGroup): boolean {
  return group.protocolType === CONSUMER_PROTOCOL;
}

/** The topics that the members of a consumer group read; undefined when their metadata does not tell. */
export function readSubscribedTopics(group: ClassicGroup): ReadonlySet<string> | undefined {
  const topics = new Set<string>();
  if (group.state === 'Empty') return topics;
  if (!usesConsumerProtocol(group) || group.protocolName === null) return undefined;
  for (const { protocols } of group.members()) {
    const metadata = protocols.get(group.protocolName);
    if (metadata === undefined) return undefined;
    try {
      for (const topic of decodeRequest(SUBSCRIPTION, 0, metadata, 2).topics) topics.add(topic);
    } catch (error) {
      if (error instanceof KafkaError) return undefined;
      throw error;
    }
  }
  return topics;
}
