import { AvroError } from '../avro-error.ts';
import { PROMOTIONS } from '../schema/promotions.ts';
import { branchName, isNamed, MAX_SCHEMA_DEPTH, simpleName } from '../schema/schema.ts';
import type { EnumSchema, NamedSchema, RecordSchema, Schema, UnionSchema } from '../schema/schema.ts';
import { collectAliases } from './aliases.ts';
import type { Aliases } from './aliases.ts';
import { indexBranches } from './branch-index.ts';
import { startDefaultValues } from './default-values.ts';
import type { DefaultValues } from './default-values.ts';
import type { ErrorPlan, FieldPlan, LongForm, Plan, RecordPlan, ResultField, ScalarPlan } from './plan.ts';
import { startShapeMatches } from './same-shape.ts';
import type { ShapeMatches } from './same-shape.ts';
import { readForms } from './value-forms.ts';
import type { PlanOptions, ValueForms } from './value-forms.ts';

/** The plan of a schema that reads what it wrote. */
export function planCodec(schema: Schema, options: PlanOptions): Plan {
  return planResolver(schema, schema, options);
}

/**
 * The plan that reads what `writer` wrote as `reader` (Avro 1.12, Schema Resolution), with the choices of Java's lazy
 * Resolver: it is laxer than the checker, for what does not occur in the data does no harm.
 */
export function planResolver(writer: Schema, reader: Schema, options: PlanOptions): Plan {
  const aliases = collectAliases(writer, reader);
  const shapes = startShapeMatches((left, right) => isNamesake(aliases, left, right));
  const build = startBuild(aliases, shapes, readForms(options, reader), { records: 0, depth: 0 });
  return plan(build, writer, reader);
}

/** Pairs of records: a union of records is tried against each record of another. */
const MAX_RECORDS = 50_000;

interface Build {
  readonly aliases: Aliases;
  readonly forms: ValueForms;
  readonly defaults: DefaultValues;
  readonly shapes: ShapeMatches;
  /** Plans of records by writer, by reader. */
  readonly known: Map<RecordSchema, Map<RecordSchema, RecordPlan | ErrorPlan>>;
  readonly counts: { records: number; depth: number };
  /** The form of longs in the field that is being planned. */
  long: LongForm;
  /** What plans the base types of logical types, made when there is one. */
  base: Build | undefined;
}

function startBuild(aliases: Aliases, shapes: ShapeMatches, forms: ValueForms, counts: Build['counts']): Build {
  const defaults = startDefaultValues(forms);
  return { aliases, shapes, forms, defaults, known: new Map(), counts, long: forms.long, base: undefined };
}

function plan(build: Build, writer: Schema, reader: Schema): Plan {
  const { counts } = build;
  if (counts.depth > MAX_SCHEMA_DEPTH) throw new AvroError(`schemas nested deeper than ${MAX_SCHEMA_DEPTH} levels`);
  counts.depth++;
  const result = planPair(build, writer, reader);
  counts.depth--;
  return result;
}

function planPair(build: Build, writer: Schema, reader: Schema): Plan {
  if (writer.type === 'union') return planUnion(build, writer, reader);
  if (reader.type === 'union') return planBranch(build, writer, reader);
  const logical = build.forms.logicalOf(reader);
  if (logical === undefined) return planBase(build, writer, reader);
  build.base ??= startBuild(build.aliases, build.shapes, build.forms.base, build.counts);
  const base = planBase(build.base, writer, reader);
  return base.op === 'error' ? base : { op: 'logical', ...logical, base };
}

type SingleSchema = Exclude<Schema, UnionSchema>;

function planBase(build: Build, writer: SingleSchema, reader: SingleSchema): Plan {
  const { isStrict } = build.forms;
  switch (writer.type) {
    case 'array':
      return reader.type === 'array'
        ? { op: 'array', items: plan(build, writer.items, reader.items) }
        : mismatch(writer, reader);
    case 'map':
      return reader.type === 'map'
        ? { op: 'map', isStrict, values: plan(build, writer.values, reader.values) }
        : mismatch(writer, reader);
    case 'record':
      return reader.type === 'record' ? planRecord(build, writer, reader) : mismatch(writer, reader);
    case 'enum':
      if (reader.type !== 'enum' || !isNamesake(build.aliases, writer, reader)) return mismatch(writer, reader);
      return planEnum(writer, reader);
    case 'fixed':
      if (reader.type !== 'fixed' || !isNamesake(build.aliases, writer, reader) || writer.size !== reader.size) {
        return mismatch(writer, reader);
      }
      return { op: 'fixed', size: writer.size };
    default:
      if (writer.type !== reader.type && !PROMOTIONS[reader.type]?.includes(writer.type))
        return mismatch(writer, reader);
      return { op: writer.type, as: reader.type as ScalarPlan['op'], long: build.long, isStrict };
  }
}

function mismatch(writer: Schema, reader: Schema): ErrorPlan {
  return { op: 'error', found: describeSchema(writer), expected: describeSchema(reader) };
}

const MAX_NAMES = 20;

/** The name of a type as messages give it. */
export function describeSchema(schema: Schema): string {
  if (schema.type === 'union') {
    // Each branch of a big union may be one that another big union lacks.
    const names = schema.branches.slice(0, MAX_NAMES).map(branchName);
    return `union [${names.join(', ')}${schema.branches.length > MAX_NAMES ? ', ...' : ''}]`;
  }
  if (schema.type === 'fixed') return `fixed ${schema.name} of ${schema.size} bytes`;
  return isNamed(schema) ? `${schema.type} ${schema.name}` : schema.type;
}

/** Resolution compares names without their namespaces. A field that is skipped is planned against itself. */
function isNamesake(aliases: Aliases, writer: NamedSchema, reader: NamedSchema): boolean {
  return writer === reader || simpleName(aliases.typeName(writer)) === simpleName(reader.name);
}

function planEnum(writer: EnumSchema, reader: EnumSchema): Plan {
  const known = new Set(reader.symbols);
  const results = writer.symbols.map((symbol) => (known.has(symbol) ? symbol : reader.default));
  return { op: 'enum', symbols: writer.symbols, results };
}

function planRecord(build: Build, writer: RecordSchema, reader: RecordSchema): RecordPlan | ErrorPlan {
  let byReader = build.known.get(writer);
  if (byReader === undefined) build.known.set(writer, (byReader = new Map()));
  const known = byReader.get(reader);
  if (known !== undefined) return known;
  if (++build.counts.records > MAX_RECORDS)
    throw new AvroError('the schemas hold too many pairs of records to resolve');
  const sources = findSources(build, writer, reader);
  if (!Array.isArray(sources)) {
    byReader.set(reader, sources);
    return sources;
  }
  const fields: FieldPlan[] = [];
  const results: ResultField[] = sources;
  const result: RecordPlan = { op: 'record', name: reader.name, fields, results };
  // The first of several fields that one fills.
  const targets = new Map(sources.map(({ from }, position) => [from, reader.fields[position]] as const).toReversed());
  // Known before its fields are: a field may lead back here.
  byReader.set(reader, result);
  const outerLong = build.long;
  for (const [index, field] of writer.fields.entries()) {
    const target = targets.get(index);
    const fallback = field.default === undefined ? undefined : build.defaults.of(writer, field);
    if (target !== undefined) build.long = build.forms.longOf(reader, target);
    fields.push({
      name: field.name,
      plan: plan(build, field.schema, target?.schema ?? field.schema),
      isRead: target !== undefined,
      fallback: fallback instanceof AvroError ? undefined : fallback,
    });
  }
  build.long = outerLong;
  return result;
}

/** Where each of the reader's fields comes from, or why one comes from nowhere. */
function findSources(build: Build, writer: RecordSchema, reader: RecordSchema): ResultField[] | ErrorPlan {
  const sources: ResultField[] = [];
  const positions = new Map(writer.fields.map((field, index) => [field, index]));
  for (const [index, field] of reader.fields.entries()) {
    const match = writer === reader ? field : build.aliases.findField(writer, reader, field);
    if (match !== undefined) {
      sources.push({ name: field.name, from: writer === reader ? index : (positions.get(match) ?? -1) });
      continue;
    }
    const expected = `${describeSchema(reader)} with field ${field.name}`;
    const found = `${describeSchema(writer)} without it`;
    if (field.default === undefined) return { op: 'error', found, expected: `${expected}, which has no default` };
    const from = build.defaults.of(reader, field);
    if (from instanceof AvroError) {
      return { op: 'error', found, expected: `${expected}, whose default is unusable: ${from.message}` };
    }
    sources.push({ name: field.name, from });
  }
  return sources;
}

function planUnion(build: Build, writer: UnionSchema, reader: Schema): Plan {
  const names = writer.branches.map(branchName);
  if (writer === reader || (reader.type === 'union' && build.shapes.isSame(writer, reader))) {
    const branches = writer.branches.map((branch, index) => plan(build, branch, reader.branches[index] ?? branch));
    return { op: 'union', branches, ...build.forms.shapeOf(reader) };
  }
  // Each branch becomes the reader's value, tag included, by itself.
  const branches = writer.branches.map((branch) => plan(build, branch, reader));
  return { op: 'union', branches, names, tagged: names.map(() => false), takesTags: false };
}

function planBranch(build: Build, writer: SingleSchema, reader: UnionSchema): Plan {
  const index = findBranch(build, writer, reader);
  const branch = reader.branches[index];
  if (branch === undefined) return mismatch(writer, reader);
  const inner = plan(build, writer, branch);
  const { tagged, names } = build.forms.shapeOf(reader);
  return tagged[index] === true ? { op: 'tag', name: names[index] ?? '', plan: inner } : inner;
}

/** The branch that takes the writer's value: the same type and name, a record of the same structure, a promotion. */
function findBranch(build: Build, writer: SingleSchema, reader: UnionSchema): number {
  const { branches } = reader;
  const index = indexBranches(reader);
  if (!isNamed(writer)) {
    const promoted = (): number => branches.findIndex((branch) => PROMOTIONS[branch.type]?.includes(writer.type));
    return index.find(writer.type, writer.type) ?? promoted();
  }
  const name = build.aliases.typeName(writer);
  const exact = index.find(writer.type, name);
  if (exact !== undefined) return exact;
  const namesakes = index.findNamesakes(writer.type, name);
  if (writer.type !== 'record') return namesakes[0] ?? -1;
  const isSimilar = (branch: Schema | undefined): boolean =>
    branch?.type === 'record' && isReadable(planRecord(build, writer, branch));
  return namesakes.findLast((at) => isSimilar(branches[at])) ?? branches.findIndex(isSimilar);
}

function isReadable(record: RecordPlan | ErrorPlan): boolean {
  return record.op === 'record' && record.fields.every((field) => field.plan.op !== 'error');
}
