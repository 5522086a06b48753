import type { Schema, UnionSchema } from '../schema/schema.ts';
import { branchName } from '../schema/schema.ts';

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
 */
export function shapeUnion(union: UnionSchema): UnionShape {
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
