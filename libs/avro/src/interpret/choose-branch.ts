import { isTaken } from '../plan/is-taken.ts';
import type { UnionPlan } from '../plan/plan.ts';
import { listCandidates, listTags, looksAtTagsFirst } from '../plan/union-shape.ts';
import { onlyKey, ownValue, readProperty } from '../wire/write.ts';

/** A branch by its index on the wire, and what it is to write: the value without its tag. */
export interface Choice {
  readonly index: number;
  readonly inner: unknown;
}

/** The branch that takes a value. Its tag is looked for before a bare object is taken for itself, after everything else. */
export function branchChooser(plan: UnionPlan): (value: unknown) => Choice | undefined {
  const candidates = listCandidates(plan);
  const tags = new Map(listTags(plan).map((tag) => [tag.name, tag]));
  const names = [...tags.keys()];
  const findBare = (value: unknown): Choice | undefined => {
    const found = candidates.find((candidate) => isTaken(candidate, value));
    return found === undefined ? undefined : { index: found.at, inner: value };
  };
  const findTagged = (value: unknown): Choice | undefined => {
    const tag = tags.get(onlyKey(value) ?? '');
    if (tag === undefined) return undefined;
    const inner = ownValue(value as object, tag.name);
    return tag.test === undefined || isTaken(tag.test, inner) ? { index: tag.at, inner } : undefined;
  };
  if (!looksAtTagsFirst(candidates)) return (value) => findBare(value) ?? findTagged(value);
  const hasTag = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && names.some((name) => readProperty(value, name) !== undefined);
  return (value) => (hasTag(value) ? findTagged(value) : undefined) ?? findBare(value);
}
