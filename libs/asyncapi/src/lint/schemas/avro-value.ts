import type { JsonValue, RecordSchema, Schema, UnionSchema } from '@sluice/avro';
import { escapeStep } from '../../source/pointer.ts';
import type { ValueProblem } from './json-schema.ts';

const MOST_PROBLEMS = 20;

interface Walk {
  readonly problems: ValueProblem[];
  /** Types looked at: unions try each of their branches. */
  left: number;
}

/**
 * Whether a JSON value shows a value of an Avro schema: in Avro's JSON encoding, where the value of a union stands under
 * its branch's name, or plainly, where it stands alone. Documents have both, and both in one value.
 */
export function checkAvroValue(schema: Schema, value: JsonValue): readonly ValueProblem[] {
  const walk: Walk = { problems: [], left: 100_000 };
  check(walk, schema, value, '');
  if (walk.left < 0) return [{ pointer: '', message: 'it is too long to be checked', isOpen: true }];
  return walk.problems;
}

function check(walk: Walk, schema: Schema, value: JsonValue, pointer: string): void {
  if (--walk.left < 0 || walk.problems.length >= MOST_PROBLEMS) return;
  switch (schema.type) {
    case 'union':
      return checkUnion(walk, schema, value, pointer);
    case 'record':
      return checkRecord(walk, schema, value, pointer);
    case 'array':
      if (!isList(value)) return refuse(walk, schema, value, pointer);
      for (const [index, item] of value.entries()) check(walk, schema.items, item, `${pointer}/${index}`);
      return;
    case 'map':
      if (!isRecord(value)) return refuse(walk, schema, value, pointer);
      for (const [key, item] of Object.entries(value)) check(walk, schema.values, item, at(pointer, key));
      return;
    default:
      if (!isPlain(schema, value)) refuse(walk, schema, value, pointer);
  }
}

function checkRecord(walk: Walk, schema: RecordSchema, value: JsonValue, pointer: string): void {
  if (!isRecord(value)) return refuse(walk, schema, value, pointer);
  const names = new Set(schema.fields.map(({ name }) => name));
  for (const field of schema.fields) {
    const own = Object.hasOwn(value, field.name) ? value[field.name] : undefined;
    if (own !== undefined) check(walk, field.schema, own, at(pointer, field.name));
    else if (field.default === undefined && !isOptional(field.schema)) {
      walk.problems.push({ pointer, message: `${schema.name} needs ${JSON.stringify(field.name)}` });
    }
  }
  for (const key of Object.keys(value)) {
    if (!names.has(key)) {
      walk.problems.push({ pointer: at(pointer, key), message: `${schema.name} has no field ${JSON.stringify(key)}` });
    }
  }
}

/** Examples leave out what may be null. */
function isOptional(schema: Schema): boolean {
  return schema.type === 'null' || (schema.type === 'union' && schema.branches.some(({ type }) => type === 'null'));
}

function checkUnion(walk: Walk, schema: UnionSchema, value: JsonValue, pointer: string): void {
  const tries: ValueProblem[][] = [];
  const attempt = (branch: Schema, inner: JsonValue, where: string): boolean => {
    const tried: Walk = { problems: [], left: walk.left };
    check(tried, branch, inner, where);
    walk.left = tried.left - 1;
    if (tried.problems.length > 0) tries.push(tried.problems);
    return tried.problems.length === 0;
  };
  if (isRecord(value)) {
    const [key, second] = Object.keys(value);
    const named = key === undefined || second !== undefined ? undefined : findBranch(schema, key);
    if (key !== undefined && named !== undefined && attempt(named, value[key] ?? null, at(pointer, key))) return;
  }
  // Only branches of the value's own kind have something useful to say of it.
  const fitting = schema.branches.filter((branch) => kindOf(branch) === kindOfValue(value));
  if (fitting.some((branch) => attempt(branch, value, pointer))) return;
  const [only] = tries;
  if (tries.length === 1 && only !== undefined) walk.problems.push(...only);
  else refuse(walk, schema, value, pointer);
}

function findBranch(schema: UnionSchema, key: string): Schema | undefined {
  return schema.branches.find((branch) => nameOf(branch) === key);
}

function isPlain(schema: Schema, value: JsonValue): boolean {
  switch (schema.type) {
    case 'null':
      return value === null;
    case 'boolean':
      return typeof value === 'boolean';
    case 'string':
      return typeof value === 'string';
    case 'int':
      return typeof value === 'number' && Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31;
    case 'long':
      if (typeof value === 'bigint') return BigInt.asIntN(64, value) === value;
      return typeof value === 'number' && Number.isInteger(value);
    case 'float':
    case 'double':
      return typeof value === 'number' || typeof value === 'bigint' || NOT_FINITE.has(value);
    case 'bytes':
      return isBytes(value);
    case 'fixed':
      return isBytes(value) && value.length === schema.size;
    case 'enum':
      return typeof value === 'string' && schema.symbols.includes(value);
    default:
      return false;
  }
}

const NOT_FINITE: ReadonlySet<unknown> = new Set(['NaN', 'Infinity', '-Infinity']);

/** One character for each byte (Avro 1.12, JSON Encoding). */
function isBytes(value: JsonValue): value is string {
  return typeof value === 'string' && !/[\u{100}-\u{10ffff}]/u.test(value);
}

function refuse(walk: Walk, schema: Schema, value: JsonValue, pointer: string): void {
  walk.problems.push({ pointer, message: `expected ${describe(schema)}, found ${show(value)}` });
}

function describe(schema: Schema): string {
  if (schema.type === 'union') return `one of ${schema.branches.map(nameOf).join(', ')}`;
  if (schema.type === 'enum') return `${schema.name}, one of ${schema.symbols.slice(0, 20).join(', ')}`;
  if (schema.type === 'fixed') return `${schema.name}, ${schema.size} characters up to U+00FF`;
  if (schema.type === 'bytes') return 'bytes, as characters up to U+00FF';
  return nameOf(schema);
}

function nameOf(schema: Schema): string {
  return 'name' in schema ? schema.name : schema.type;
}

function kindOf({ type }: Schema): string {
  if (type === 'record' || type === 'map') return 'object';
  if (type === 'int' || type === 'long' || type === 'float' || type === 'double') return 'number';
  if (type === 'string' || type === 'enum' || type === 'bytes' || type === 'fixed') return 'string';
  return type;
}

function kindOfValue(value: JsonValue): string {
  if (value === null) return 'null';
  if (isList(value)) return 'array';
  return typeof value === 'bigint' ? 'number' : typeof value;
}

function show(value: JsonValue): string {
  if (isList(value)) return 'an array';
  if (isRecord(value)) return 'an object';
  const text = typeof value === 'string' ? JSON.stringify(value) : String(value);
  return text.length > 60 ? `${text.slice(0, 60)}…` : text;
}

function at(pointer: string, key: string): string {
  return `${pointer}/${escapeStep(key)}`;
}

const isList: (value: unknown) => value is readonly JsonValue[] = Array.isArray;

function isRecord(value: JsonValue): value is Readonly<Record<string, JsonValue>> {
  return typeof value === 'object' && value !== null && !isList(value);
}
