import { consumerProtocolSubscription, decodeVersioned, KafkaError } from '@sluice/kafka';
import type { ClassicGroup } from './classic-group.ts';

/** The protocol type of consumers; Connect and Schema Registry use groups of other types. */
const CONSUMER_PROTOCOL = 'consumer';

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
      for (const topic of decodeVersioned(consumerProtocolSubscription, metadata).topics) topics.add(topic);
    } catch (error) {
      if (error instanceof KafkaError) return undefined;
      throw error;
    }
  }
  return topics;
}
