const MAX_NAMES = 3;
/** Longer names are compared by their ends, where fields differ. */
const MAX_LENGTH = 100;

/** The names most like `name`, best first: what somebody may have meant. */
export function findNearest(name: string, known: Iterable<string>): readonly string[] {
  return [...known]
    .map((other) => ({ other, distance: measureDistance(name.slice(-MAX_LENGTH), other.slice(-MAX_LENGTH)) }))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MAX_NAMES)
    .map(({ other }) => other);
}

/** Letters to insert, delete or replace (Levenshtein), row by row. */
function measureDistance(left: string, right: string): number {
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let at = 0; at < left.length; at++) {
    const next = [at + 1];
    for (let index = 0; index < right.length; index++) {
      const replaced = (row[index] ?? 0) + (left[at] === right[index] ? 0 : 1);
      next.push(Math.min(replaced, (row[index + 1] ?? 0) + 1, (next[index] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
