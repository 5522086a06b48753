import { visitSchemas } from '@sluice/avro';
import type { Schema, UnionSchema } from '@sluice/avro';
import { CodegenError } from '../codegen-error.ts';
import { holdsItself, logicalTypeOf } from '../named-types.ts';
import type { GoNames } from './go-names.ts';

/** One package being written. */
export interface GoPackage {
  readonly names: GoNames;
  /** Import paths, found on the way. */
  readonly imports: Set<string>;
  /** Whether a union has both dates and timestamps, or times of both units: then unions have types of ours for them. */
  readonly ownDates: boolean;
  readonly ownTimes: boolean;
}

const HAMBA = 'github.com/hamba/avro/v2';

/** Logical types that hamba/avro has a type for, and where that is from. Others show as their base type. */
const LOGICAL: Readonly<Record<string, readonly [type: string, from: string]>> = {
  'int date': ['time.Time', 'time'],
  'int time-millis': ['time.Duration', 'time'],
  'long time-micros': ['time.Duration', 'time'],
  'long timestamp-millis': ['time.Time', 'time'],
  'long timestamp-micros': ['time.Time', 'time'],
  'long local-timestamp-millis': ['time.Time', 'time'],
  'long local-timestamp-micros': ['time.Time', 'time'],
  'bytes decimal': ['*big.Rat', 'math/big'],
  'fixed decimal': ['*big.Rat', 'math/big'],
  'fixed duration': ['avro.LogicalDuration', HAMBA],
};

const PRIMITIVES = {
  null: 'any',
  boolean: 'bool',
  int: 'int32',
  long: 'int64',
  float: 'float32',
  double: 'float64',
  bytes: '[]byte',
  string: 'string',
} as const;

/** `int date` and so on, where hamba/avro has a type for it. */
export function shownLogicalType(schema: Schema): string | undefined {
  const key = `${schema.type} ${logicalTypeOf(schema) ?? ''}`;
  return Object.hasOwn(LOGICAL, key) ? key : undefined;
}

export function typeText(target: GoPackage, schema: Schema): string {
  const logical = LOGICAL[shownLogicalType(schema) ?? ''];
  if (logical !== undefined) {
    target.imports.add(logical[1]);
    return logical[0];
  }
  switch (schema.type) {
    case 'array':
      return `[]${typeText(target, schema.items)}`;
    case 'map':
      return `map[string]${typeText(target, schema.values)}`;
    case 'union':
      return nullableText(target, schema) ?? 'any';
    case 'record':
      // Go has no type that holds itself but by a pointer.
      return `${holdsItself(schema) ? '*' : ''}${target.names.typeName(schema)}`;
    case 'enum':
    case 'fixed':
      return target.names.typeName(schema);
    default:
      return PRIMITIVES[schema.type];
  }
}

/** The branch beside null, where a union is that and no more. */
export function nullableBranch(union: UnionSchema): Schema | undefined {
  const [other, ...more] = union.branches.filter((branch) => branch.type !== 'null');
  return union.branches.length === 2 && more.length === 0 ? other : undefined;
}

function nullableText(target: GoPackage, union: UnionSchema): string | undefined {
  const branch = nullableBranch(union);
  if (branch === undefined) return undefined;
  const text = typeText(target, branch);
  return isNilable(branch, text) ? text : `*${text}`;
}

/** Whether nil may stand for null without one more pointer: hamba/avro reads an optional decimal as 0 without it. */
export function isNilable(branch: Schema, text: string): boolean {
  return text.startsWith('[]') || (text.startsWith('*') && branch.type === 'record');
}

/** The type of a value in an `any`, as it is registered: what tells the branches apart. */
export function branchText(target: GoPackage, schema: Schema): string {
  const shown = shownLogicalType(schema) ?? '';
  if (target.ownDates && shown === 'int date') return 'AvroDate';
  if (target.ownDates && shown.includes('timestamp')) return 'AvroTimestamp';
  if (target.ownTimes && shown.includes('time-'))
    return shown === 'int time-millis' ? 'AvroTimeMillis' : 'AvroTimeMicros';
  return typeText(target, schema);
}

/** The name that hamba/avro looks a union's branch up by. */
export function branchName(schema: Schema): string {
  switch (schema.type) {
    case 'array':
      return `array:${plainName(schema.items)}`;
    case 'map':
      return `map:${plainName(schema.values)}`;
    default:
      return plainName(schema);
  }
}

function plainName(schema: Schema): string {
  if (schema.type === 'record' || schema.type === 'enum' || schema.type === 'fixed') return schema.name;
  const known = shownLogicalType(schema);
  if (known !== undefined) return known.replace(' ', '.');
  return logicalTypeOf(schema) === 'uuid' ? 'string.uuid' : schema.type;
}

/** The unions that are `any`, of all that the roots reach. */
export function listAnyUnions(roots: readonly Schema[]): readonly UnionSchema[] {
  const unions: UnionSchema[] = [];
  visitSchemas(roots, (schema) => {
    if (schema.type === 'union' && nullableBranch(schema) === undefined) unions.push(schema);
  });
  return unions;
}

/** What hamba/avro must be told: the type of each name that branches are looked up by. */
export function listRegistrations(target: GoPackage, roots: readonly Schema[]): ReadonlyMap<string, string> {
  const types = new Map<string, string>();
  for (const union of listAnyUnions(roots)) {
    const seen = new Map<string, string>();
    for (const branch of union.branches) {
      if (branch.type === 'null') continue;
      const name = branchName(branch);
      const type = branchText(target, branch);
      const other = seen.get(type) ?? types.get(name);
      if (seen.has(type) || (other !== undefined && other !== type)) {
        const message = `hamba/avro cannot tell this union's branch ${name} (${type}) from ${other ?? 'another'}`;
        throw new CodegenError([{ path: name, message }]);
      }
      seen.set(type, name);
      types.set(name, type);
    }
  }
  return types;
}

/** Whether branches of these two groups of logical types stand in one union. */
export function meetInUnion(roots: readonly Schema[], one: RegExp, other: RegExp): boolean {
  return listAnyUnions(roots).some(({ branches }) => {
    const shown = branches.map((branch) => shownLogicalType(branch) ?? '');
    return shown.some((key) => one.test(key)) && shown.some((key) => other.test(key));
  });
}

/** A text as a Go string. */
export function goString(text: string): string {
  return JSON.stringify(text.toWellFormed()).replaceAll(
    /[\u007f-\u00a0\u00ad\u2028\u2029\ufeff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** A comment at this depth, begun with the name as Go's tools like it. */
export function commentLines(doc: string | undefined, indent: string, name?: string): readonly string[] {
  if (doc === undefined || doc.trim() === '') return [];
  const text = name === undefined || doc.startsWith(name) ? doc.trim() : `${name}: ${doc.trim()}`;
  return text.split(/\r\n?|\n/).map((line) => `${indent}// ${line}`.trimEnd());
}
