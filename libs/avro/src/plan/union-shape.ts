import type { Schema, UnionSchema } from '../schema/schema.ts';
import { branchName } from '../schema/schema.ts';
import type { LogicalPlan, Plan, UnionPlan } from './plan.ts';

/** The kinds of JavaScript value that can be told apart without knowing the schema. */
export type Bucket = 'null' | 'boolean' | 'number' | 'string' | 'bytes' | 'array' | 'object';

const BUCKETS = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  string: 'string',
  enum: 'string',
  bytes: 'bytes',
  fixed: 'bytes',
  array: 'array',
  record: 'object',
  map: 'object',
} as const satisfies Record<Exclude<Schema['type'], 'union'>, Bucket>;

export function bucketOf(type: keyof typeof BUCKETS): Bucket {
  return BUCKETS[type];
}

export interface UnionShape {
  readonly names: readonly string[];
  readonly tagged: readonly boolean[];
  readonly takesTags: boolean;
}

/**
 * How values of a union look, decided by the schema alone: a branch alone in its bucket is bare; branches that share one
 * are tagged `{ 'full.Name': value }`. Logical types and the form of longs never move a branch to another bucket.
 *
 * Beside tagged branches a bare map, or a bare record that `{ tag: value }` could be, holds objects that look tagged. An
 * encoder takes one for tagged where what is under the tag is of that branch's bucket, and for the map or record itself
 * where it is not: of `['int', 'double', { type: 'map', values: 'string' }]` `{ int: 1 }` is an int and `{ int: 'x' }` a
 * map. Beside a bare map the tag of a bare branch is taken too, where the values of the map are of another bucket than the
 * branch's. What could be both, such as `{ int: 1 }` where the values of the map are ints too, is the tagged branch's: such a
 * map can be decoded, and not encoded.
 */
export function shapeUnion(union: UnionSchema): UnionShape {
  let shape = shapes.get(union);
  if (shape === undefined) shapes.set(union, (shape = decideShape(union)));
  return shape;
}

/** Kept, for each branch of another union may ask. */
const shapes = new WeakMap<UnionSchema, UnionShape>();

function decideShape(union: UnionSchema): UnionShape {
  const names = union.branches.map(branchName);
  const buckets = union.branches.map((branch) => (branch.type === 'union' ? 'object' : bucketOf(branch.type)));
  const tagged = buckets.map((bucket) => buckets.indexOf(bucket) !== buckets.lastIndexOf(bucket));
  const bareObject = union.branches.find((_, index) => buckets[index] === 'object' && tagged[index] === false);
  return { names, tagged, takesTags: bareObject === undefined || needsOtherFields(bareObject, names) };
}

/** A record that has no field of a tag's name, and cannot do without its own, is never taken for `{ tag: value }`. */
function needsOtherFields(schema: Schema, tags: readonly string[]): boolean {
  if (schema.type !== 'record') return false;
  return (
    schema.fields.some((field) => field.default === undefined) &&
    schema.fields.every((field) => !tags.includes(field.name))
  );
}

/** The shape where every branch is tagged, `{ null: null }` too: a value says its branch exactly, as in JSON encoding. */
export function tagAll(union: UnionSchema): UnionShape {
  return { names: union.branches.map(branchName), tagged: union.branches.map(() => true), takesTags: false };
}

/** A branch that takes values without a tag. */
export interface Candidate {
  /** Its index on the wire. */
  readonly at: number;
  /** Of its base type: what it takes by itself. A long of the form `string` takes text too. */
  readonly bucket: Bucket;
  readonly base: Plan;
  /** A branch of a logical type takes what may be shown as well. */
  readonly logical: LogicalPlan | undefined;
  /** Whether the value is looked into, not only its type: several branches may show as text. */
  readonly isTried: boolean;
}

/**
 * The branches that an encoder offers a value without a tag to, in this order; the first that takes it is the one. A
 * branch that takes strings as such comes before those that show as text, of which digits alone are a long's. A branch
 * that takes any object comes last, for a Date is an object too.
 */
export function listCandidates(plan: UnionPlan): readonly Candidate[] {
  const parts = plan.branches.flatMap((branch, at) => {
    const part = partOf(branch, at);
    return part === undefined || plan.tagged[at] === true ? [] : [part];
  });
  const hasLogical = parts.some(({ logical }) => logical !== undefined);
  const texts = parts.filter(({ base, logical }) => logical !== undefined || isLongText(base));
  const rank = ({ bucket, base, logical }: BranchPart): number => {
    if (hasLogical && bucket === 'object') return 3;
    if (logical !== undefined) return 2;
    return base.op === 'long' ? 1 : 0;
  };
  return parts
    .toSorted((a, b) => rank(a) - rank(b))
    .map((part) => ({ ...part, isTried: texts.includes(part) ? texts.length > 1 : texts.length > 0 && isEnum(part) }));
}

type BranchPart = Omit<Candidate, 'isTried'>;

/** Where others show as text, it takes its symbols alone. */
function isEnum({ base, logical }: BranchPart): boolean {
  return logical === undefined && base.op === 'enum';
}

function partOf(branch: Plan, at: number): BranchPart | undefined {
  const logical = branch.op === 'logical' ? branch : undefined;
  const base = logical?.base ?? branch;
  const bucket = bucketOfPlan(base);
  return bucket === undefined ? undefined : { at, bucket, base, logical };
}

/** A name by which `{ name: value }` says its branch. */
export interface Tag {
  readonly name: string;
  /** Its branch's index on the wire. */
  readonly at: number;
  /** What must take the value under the tag, for the object could be one of a bare branch; undefined where none could. */
  readonly test: Candidate | undefined;
}

/**
 * The tags that an encoder takes: where nothing else looks like a tagged value, those of bare branches too; beside a bare
 * map those of bare branches whose values are of another kind than the map's.
 */
export function listTags(plan: UnionPlan): readonly Tag[] {
  if (plan.takesTags) return plan.names.map((name, at) => ({ name, at, test: undefined }));
  const parts = plan.branches.map((branch, at) => partOf(branch, at));
  const map = parts.find((part, at) => part?.base.op === 'map' && plan.tagged[at] !== true);
  const values = map?.base.op === 'map' && map.logical === undefined ? partOf(map.base.values, map.at) : undefined;
  return plan.names.flatMap((name, at): readonly Tag[] => {
    const part = parts[at];
    if (part === undefined || (plan.tagged[at] !== true && !areApart(part, values))) return [];
    // A text that is no symbol is a fault under an enum's tag, not an entry of a map.
    return [{ name, at, test: { ...part, isTried: !isEnum(part) } }];
  });
}

/** Whether no value is one of both: where neither shows as anything but its bucket, and these differ. */
function areApart(left: BranchPart, right: BranchPart | undefined): boolean {
  return right !== undefined && left.bucket !== right.bucket && showsAsBucket(left) && showsAsBucket(right);
}

function showsAsBucket({ base, logical }: BranchPart): boolean {
  return logical === undefined && !isLongText(base);
}

function bucketOfPlan(plan: Plan): Bucket | undefined {
  const { op } = plan;
  return op === 'union' || op === 'tag' || op === 'logical' || op === 'error' ? undefined : bucketOf(op);
}

function isLongText(plan: Plan): boolean {
  return plan.op === 'long' && plan.long === 'string';
}

/** Whether a tag is looked for before an untagged branch is: where one takes objects, a tagged value looks like any. */
export function looksAtTagsFirst(candidates: readonly Candidate[]): boolean {
  return candidates.some((candidate) => candidate.bucket === 'object' || candidate.logical !== undefined);
}
