import { setOwn } from '../text/json.ts';

/** Whether no two items are the same, in time that grows with their size: comparing each with each would be its square. */
export function areUnique(items: readonly unknown[]): boolean {
  const seen = new Set<unknown>();
  for (const item of items) {
    const key = typeof item === 'object' && item !== null ? `{${JSON.stringify(sorted(item))}` : keyOf(item);
    if (seen.has(key)) return false;
    seen.add(key);
  }
  return true;
}

function keyOf(item: unknown): unknown {
  return typeof item === 'string' ? `"${item}` : item;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const copy: Record<string, unknown> = {};
  for (const [key, member] of Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
    setOwn(copy, key, sorted(member));
  return copy;
}
