/** A member's part: topics with their partitions. */
interface MemberAssignment {
  readonly memberId: string;
  readonly assignments: Map<string, { topic: string; partitions: number[] }>;
}

/**
 * Deals the partitions of each topic to the members that read it, as classes of several channels may be in one group.
 * The client's own way deals those of the leader's topics to all members, and leaves the topics out that others read.
 */
export function assignBySubscription(
  _current: string,
  members: ReadonlyMap<string, { readonly topics?: readonly string[] }>,
  _leaderTopics: ReadonlySet<string>,
  metadata: { readonly topics: ReadonlyMap<string, { readonly partitionsCount: number }> },
): MemberAssignment[] {
  const result = Array.from(members, ([memberId, { topics = [] }]) => ({ memberId, topics, assignments: new Map() }));
  let turn = 0;
  for (const topic of new Set(result.flatMap(({ topics }) => topics))) {
    const readers = result.filter(({ topics }) => topics.includes(topic));
    const count = metadata.topics.get(topic)?.partitionsCount ?? 0;
    for (let partition = 0; partition < count; partition++) {
      const assignments: MemberAssignment['assignments'] | undefined = readers[turn++ % readers.length]?.assignments;
      const part = assignments?.get(topic);
      if (part === undefined) assignments?.set(topic, { topic, partitions: [partition] });
      else part.partitions.push(partition);
    }
  }
  return result.map(({ memberId, assignments }) => ({ memberId, assignments }));
}
