import { inside, note } from './change.ts';
import type { ChangeSeverity, Comparison } from './change.ts';
import { areEqual } from './equal.ts';

/** How grave it is when a field changes: always, or by what it was and is. */
export type FieldRule = ChangeSeverity | ((before: unknown, after: unknown) => ChangeSeverity);

/** Compares the named fields of two things, as values. */
export function compareFields<Thing extends object>(
  at: Comparison,
  before: Thing,
  after: Thing,
  rules: Partial<Readonly<Record<keyof Thing & string, FieldRule>>>,
): void {
  for (const [key, rule] of Object.entries<FieldRule | undefined>(rules)) {
    if (rule === undefined) continue;
    const [old, now]: unknown[] = [Reflect.get(before, key), Reflect.get(after, key)];
    if (areEqual(empty(old), empty(now))) continue;
    const kind = empty(old) === undefined ? 'added' : empty(now) === undefined ? 'removed' : 'changed';
    const severity = typeof rule === 'string' ? rule : rule(old, now);
    note(inside(at, key), kind, severity, describe(key, kind, old, now), { before: old, after: now });
  }
}

/** An empty list says what none says. */
function empty(value: unknown): unknown {
  return Array.isArray(value) && value.length === 0 ? undefined : value;
}

function describe(key: string, kind: 'added' | 'removed' | 'changed', before: unknown, after: unknown): string {
  const isShort = (value: unknown): boolean => typeof value !== 'object' || value === null;
  const was = PLURALS.test(key) ? 'were' : 'was';
  if (kind !== 'changed' || !isShort(before) || !isShort(after)) return `${key} ${was} ${kind}`;
  return `${key} ${was} changed from ${show(before)} to ${show(after)}`;
}

const PLURALS = /(?:[^ms]s|Docs)$/u;

function show(value: unknown): string {
  const text = typeof value === 'bigint' ? String(value) : JSON.stringify(value);
  return text.length > 80 ? `${text.slice(0, 80)}…` : text;
}

/** Pairs of things that are the same in both lists, by the first rule that says so, and what is in one only. */
export function pairUp<Item>(
  before: readonly Item[],
  after: readonly Item[],
  sameness: readonly ((a: Item, b: Item) => boolean)[],
): {
  readonly pairs: readonly (readonly [Item, Item])[];
  readonly removed: readonly Item[];
  readonly added: readonly Item[];
} {
  const left = new Set(before);
  const right = new Set(after);
  const found = new Map<Item, Item>();
  for (const same of sameness) {
    for (const old of left) {
      // In most documents the first that is left is the one.
      const now = right.values().find((item) => same(old, item));
      if (now === undefined) continue;
      found.set(old, now);
      left.delete(old);
      right.delete(now);
    }
  }
  const pairs = before.flatMap((old): (readonly [Item, Item])[] => {
    const now = found.get(old);
    return now === undefined ? [] : [[old, now]];
  });
  return { pairs, removed: [...left], added: [...right] };
}
