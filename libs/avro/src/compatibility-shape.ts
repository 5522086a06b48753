import { describeType } from './compatibility-finding.ts';
import type { TypeDescription } from './compatibility-finding.ts';
import { sayPlace } from './compatibility-fix.ts';
import { formatWay, inside, insideField } from './compatibility-place.ts';
import type { Place } from './compatibility-place.ts';
import { collectAliases } from './plan/aliases.ts';
import type { Aliases } from './plan/aliases.ts';
import { indexBranches } from './plan/branch-index.ts';
import { bucketOf, shapeUnion } from './plan/union-shape.ts';
import { checkSchema } from './schema/check-schema.ts';
import { PROMOTIONS } from './schema/promotions.ts';
import { branchName, isNamed } from './schema/schema.ts';
import type { Schema } from './schema/schema.ts';

/**
 * Values of one branch of a union that look different to programs once they read with the new schema, compatible as it
 * may be: `1` before another number joined the union, `{ "int": 1 }` after.
 */
export interface ShapeChange {
  readonly type: 'UNION_SHAPE_CHANGE';
  readonly severity: 'warning';
  /** Where the values are, as an `Incompatibility` has it, in the new schema. */
  readonly path: string;
  /** The branch, as the new schema names it. */
  readonly branch: string;
  /** What its values were and are within, `{ "int": … }`; or `bare`. */
  readonly before: string;
  readonly after: string;
  readonly message: string;
  readonly from: TypeDescription;
  readonly to: TypeDescription;
  /** What to change in the new schema, in a sentence. */
  readonly fix: string;
}

/**
 * Where values that `from` describes look different when they are read with `to`, the schema that is to follow it: in
 * unions, and in types that became one or were one. A record met again is looked at where it was first met; what
 * `to` cannot read at all, `checkCompatibility` finds. Not all is looked at where there is more than that looks at.
 */
export function findShapeChanges(from: Schema, to: Schema): readonly ShapeChange[] {
  checkSchema(from, 'the old schema');
  checkSchema(to, 'the new schema');
  const changes: ShapeChange[] = [];
  const seen = new Map<Schema, Set<Schema>>();
  const aliases = collectAliases(from, to);
  const stack: Pair[] = [{ from, to, place: undefined }];
  let pairs = 0;
  for (let pair = stack.pop(); pair !== undefined && pairs < MAX_PAIRS; pair = stack.pop()) {
    let known = seen.get(pair.from);
    if (known === undefined) seen.set(pair.from, (known = new Set()));
    if (known.has(pair.to)) continue;
    known.add(pair.to);
    pairs++;
    for (const part of listParts(aliases, pair, changes).toReversed()) stack.push(part);
    if (changes.length >= MAX_CHANGES) break;
  }
  return changes;
}

const MAX_PAIRS = 250_000;
const MAX_CHANGES = 1000;

/** Two types of which the new one reads what the old one describes. */
interface Pair {
  readonly from: Schema;
  readonly to: Schema;
  readonly place: Place;
}

/** The pairs within a pair; adds what changes in the pair itself. */
function listParts(aliases: Aliases, pair: Pair, changes: ShapeChange[]): readonly Pair[] {
  const { from, to, place } = pair;
  if (from.type === 'union' || to.type === 'union') return listBranches(aliases, pair, changes);
  if (from.type === 'array' && to.type === 'array') {
    return [{ from: from.items, to: to.items, place: inside(place, 'items', '[]') }];
  }
  if (from.type === 'map' && to.type === 'map') {
    return [{ from: from.values, to: to.values, place: inside(place, 'values', '{}') }];
  }
  if (from.type !== 'record' || to.type !== 'record') return [];
  return to.fields.flatMap((field, index) => {
    const source = from === to ? field : aliases.findField(from, to, field);
    return source === undefined
      ? []
      : [{ from: source.schema, to: field.schema, place: insideField(place, index, field) }];
  });
}

function listBranches(aliases: Aliases, pair: Pair, changes: ShapeChange[]): readonly Pair[] {
  const { place } = pair;
  const [before, after] = [tagBranches(pair.from), tagBranches(pair.to)];
  return before.flatMap(({ branch, tag }) => {
    const match = after[findBranch(aliases, branch, pair.to) ?? -1];
    if (match === undefined) return [];
    if (tag !== match.tag && changes.length < MAX_CHANGES) changes.push(describeChange(pair, { branch, tag }, match));
    return [{ from: branch, to: match.branch, place }];
  });
}

interface TaggedBranch {
  readonly branch: Schema;
  readonly tag: string | undefined;
}

function tagBranches(schema: Schema): readonly TaggedBranch[] {
  if (schema.type !== 'union') return [{ branch: schema, tag: undefined }];
  const { names, tagged } = shapeUnion(schema);
  return schema.branches.map((branch, at) => ({ branch, tag: tagged[at] === true ? names[at] : undefined }));
}

/** The branch that a resolver reads values of an old branch with, where the types are compatible. */
function findBranch(aliases: Aliases, branch: Schema, to: Schema): number | undefined {
  if (to.type !== 'union') return to.type === branch.type || isPromoted(branch, to) ? 0 : undefined;
  const index = indexBranches(to);
  if (!isNamed(branch)) {
    const exact = index.find(branch.type, branch.type);
    if (exact !== undefined) return exact;
    const promoted = to.branches.findIndex((candidate) => isPromoted(branch, candidate));
    return promoted < 0 ? undefined : promoted;
  }
  const name = aliases.typeName(branch);
  const namesakes = index.findNamesakes(branch.type, name);
  return index.find(branch.type, name) ?? namesakes.at(branch.type === 'record' ? -1 : 0);
}

function isPromoted(from: Schema, to: Schema): boolean {
  return PROMOTIONS[to.type]?.includes(from.type) === true;
}

function describeChange({ from, to, place }: Pair, old: TaggedBranch, now: TaggedBranch): ShapeChange {
  const path = formatWay(place);
  const branch = branchName(now.branch);
  const [before, after] = [sayShape(old.tag), sayShape(now.tag)];
  return {
    type: 'UNION_SHAPE_CHANGE',
    severity: 'warning',
    path,
    branch,
    before,
    after,
    message: `values of ${branch} at ${sayPlace(path)} were ${before} and are ${after} to programs that read them`,
    from: describeType(from),
    to: describeType(to),
    fix: describeFix(from, to, sayPlace(path), old, now),
  };
}

function sayShape(tag: string | undefined): string {
  return tag === undefined ? 'bare' : `{ ${JSON.stringify(tag)}: … }`;
}

function describeFix(from: Schema, to: Schema, at: string, old: TaggedBranch, now: TaggedBranch): string {
  if (now.tag === undefined) return `keep a branch ${sayPartners(from, old.branch)} in the union at ${at}`;
  if (old.tag !== undefined) return `keep ${old.tag} as the name of the branch at ${at}`;
  const partners = partnersOf(to, now.branch);
  const leaveOut = `leave ${sayPartners(to, now.branch)} out of the union at ${at}, or give it a field of its own`;
  const wider = partners.find((partner) => isPromoted(now.branch, partner));
  return wider === undefined
    ? leaveOut
    : `${leaveOut}, or let ${wider.type} take the place of ${now.branch.type}, which it reads too`;
}

/** The branches that show as the same kind of value, so that tags must tell them apart. */
function partnersOf(union: Schema, branch: Schema): readonly Schema[] {
  if (union.type !== 'union') return [];
  const bucket = bucketOfBranch(branch);
  return union.branches.filter((other) => other !== branch && bucketOfBranch(other) === bucket);
}

function bucketOfBranch(branch: Schema): string {
  return branch.type === 'union' ? 'object' : bucketOf(branch.type);
}

function sayPartners(union: Schema, branch: Schema): string {
  const names = partnersOf(union, branch).map(branchName);
  return names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(' and ');
}
