/**
 * The largest number of pairs that can be made along edges, each end being used once (Kuhn's augmenting paths, walked
 * without recursion).
 * @param edges for each on the left, those on the right that it fits
 * @returns for each on the right the one on the left, or -1
 */
export function matchMost(edges: readonly (readonly number[])[], rightCount: number): readonly number[] {
  const partner = Array.from({ length: rightCount }, () => -1);
  for (const left of edges.keys()) augment(left, edges, partner);
  return partner;
}

function augment(start: number, edges: readonly (readonly number[])[], partner: number[]): void {
  const cameFrom = new Map<number, number>();
  const queue = [start];
  for (const left of queue) {
    for (const right of edges[left] ?? []) {
      if (cameFrom.has(right)) continue;
      cameFrom.set(right, left);
      const other = partner[right] ?? -1;
      if (other !== -1) {
        queue.push(other);
        continue;
      }
      flip(right, start, cameFrom, partner);
      return;
    }
  }
}

function flip(free: number, start: number, cameFrom: ReadonlyMap<number, number>, partner: number[]): void {
  for (let right = free; ;) {
    const left = cameFrom.get(right) ?? start;
    const before = partner.indexOf(left);
    partner[right] = left;
    if (left === start) return;
    right = before;
  }
}
