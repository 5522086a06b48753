import { dealPartitions } from './deal-partitions.ts';

/** A member's part: topics with their partitions. */
interface MemberAssignment {
  readonly memberId: string;
  readonly assignments: Map<string, { topic: string; partitions: number[] }>;
}

/** Deals partitions in the client's terms. */
export function assignBySubscription(
  _current: string,
  members: ReadonlyMap<string, { readonly topics?: readonly string[] }>,
  _leaderTopics: ReadonlySet<string>,
  metadata: { readonly topics: ReadonlyMap<string, { readonly partitionsCount: number }> },
): MemberAssignment[] {
  const subscribers = Array.from(members, ([memberId, { topics = [] }]) => ({ memberId, topics }));
  const shares = dealPartitions(subscribers, (topic) => metadata.topics.get(topic)?.partitionsCount ?? 0);
  return shares.map(({ memberId, partitions }) => ({
    memberId,
    assignments: new Map(Array.from(partitions, ([topic, part]) => [topic, { topic, partitions: [...part] }])),
  }));
}
