/** A member of a group, and what it wants to read. */
export interface Subscriber {
  readonly memberId: string;
  readonly topics: readonly string[];
}

/** A member's part: the partitions of each topic that it got any of. */
export interface Share {
  readonly memberId: string;
  readonly partitions: ReadonlyMap<string, readonly number[]>;
}

/** The protocol's name in a group: what Java's RoundRobinAssignor, librdkafka and @platformatic/kafka call it too. */
export const ROUND_ROBIN = 'roundrobin';

/**
 * Deals the partitions of each topic by turns to the members that read it, as classes of several channels may be in one
 * group. The ways of kafkajs and @platformatic/kafka know only the topics of whoever leads the group.
 */
export function dealPartitions(
  subscribers: readonly Subscriber[],
  countPartitions: (topic: string) => number,
): readonly Share[] {
  const shares = subscribers.map(({ memberId }) => ({ memberId, partitions: new Map<string, number[]>() }));
  let turn = 0;
  for (const topic of new Set(subscribers.flatMap(({ topics }) => topics))) {
    const readers = shares.filter((_, index) => subscribers[index]?.topics.includes(topic));
    const count = countPartitions(topic);
    for (let partition = 0; partition < count; partition++) {
      const share = readers[turn++ % readers.length]?.partitions;
      const part = share?.get(topic);
      if (part === undefined) share?.set(topic, [partition]);
      else part.push(partition);
    }
  }
  return shares;
}
