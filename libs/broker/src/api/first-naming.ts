/**
 * Answers whether a partition is named for the first time in a request. What is named again is refused with
 * INVALID_REQUEST, so that one request cannot ask for the same work without end.
 */
export function createFirstNaming(): (topic: string, partition: number) => boolean {
  const named = new Map<string, Set<number>>();
  return (topic, partition) => {
    const partitions = named.get(topic);
    if (partitions === undefined) {
      named.set(topic, new Set([partition]));
      return true;
    }
    if (partitions.has(partition)) return false;
    partitions.add(partition);
    return true;
  };
}
