import { branchName, simpleName } from '../schema/schema.ts';
import type { Schema, UnionSchema } from '../schema/schema.ts';

/** A union's branches by what schema resolution looks for: each branch of a big union against another is no search. */
export interface BranchIndex {
  /** The branch of this type and full name; a type without a name is its own. */
  find(type: Schema['type'], name: string): number | undefined;
  /** The branches of this type and simple name, in order. */
  findNamesakes(type: Schema['type'], name: string): readonly number[];
}

const indexes = new WeakMap<UnionSchema, BranchIndex>();

export function indexBranches(union: UnionSchema): BranchIndex {
  let index = indexes.get(union);
  if (index === undefined) indexes.set(union, (index = buildIndex(union)));
  return index;
}

function buildIndex({ branches }: UnionSchema): BranchIndex {
  const exact = new Map<string, number>();
  const namesakes = new Map<string, number[]>();
  for (const [at, branch] of branches.entries()) {
    const key = `${branch.type} ${branchName(branch)}`;
    if (!exact.has(key)) exact.set(key, at);
    const simple = `${branch.type} ${simpleName(branchName(branch))}`;
    const list = namesakes.get(simple);
    if (list === undefined) namesakes.set(simple, [at]);
    else list.push(at);
  }
  return {
    find: (type, name) => exact.get(`${type} ${name}`),
    findNamesakes: (type, name) => namesakes.get(`${type} ${simpleName(name)}`) ?? NONE,
  };
}

const NONE: readonly number[] = [];
