import { isTaken } from '../plan/is-taken.ts';
import type { UnionPlan } from '../plan/plan.ts';
import { listCandidates, looksAtTagsFirst } from '../plan/union-shape.ts';
import { onlyKey, ownValue, readProperty } from '../wire/write.ts';

/** A branch by its index on the wire, and what it is to write: the value without its tag. */
export interface Choice {
  readonly index: number;
  readonly inner: unknown;
}

/** The branch that takes a value. Its tag is looked for before a bare object is taken for itself, after everything else. */
export function branchChooser(plan: UnionPlan): (value: unknown) => Choice | undefined {
  const candidates = listCandidates(plan);
  const tags = plan.names.filter((_, at) => plan.takesTags || plan.tagged[at] === true);
  const findBare = (value: unknown): Choice | undefined => {
    const found = candidates.find((candidate) => isTaken(candidate, value));
    return found === undefined ? undefined : { index: found.at, inner: value };
  };
  const findTagged = (value: unknown): Choice | undefined => {
    const tag = onlyKey(value);
    if (tag === undefined || !tags.includes(tag)) return undefined;
    return { index: plan.names.indexOf(tag), inner: ownValue(value as object, tag) };
  };
  if (!looksAtTagsFirst(candidates)) return (value) => findBare(value) ?? findTagged(value);
  const hasTag = (value: unknown): boolean =>
    typeof value === 'object' && value !== null && tags.some((name) => readProperty(value, name) !== undefined);
  return (value) => (hasTag(value) ? findTagged(value) : undefined) ?? findBare(value);
}
