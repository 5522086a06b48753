import { isNamed, MAX_SCHEMA_DEPTH, simpleName } from './schema/schema.ts';
import type {
  EnumSchema,
  FixedSchema,
  NamedSchema,
  RecordField,
  RecordSchema,
  Schema,
  UnionSchema,
} from './schema/schema.ts';

/** One reason why a reader's schema cannot read all that a writer's schema can write; worded as Java words it. */
export interface Incompatibility {
  readonly type:
    | 'NAME_MISMATCH'
    | 'FIXED_SIZE_MISMATCH'
    | 'MISSING_ENUM_SYMBOLS'
    | 'READER_FIELD_MISSING_DEFAULT_VALUE'
    | 'TYPE_MISMATCH'
    | 'MISSING_UNION_BRANCH'
    /** Ours: Java throws when a reader's field and its aliases name several of the writer's fields. */
    | 'AMBIGUOUS_FIELD_ALIAS'
    /** Ours: Java goes on until its stack or its time runs out. */
    | 'TOO_COMPLEX';
  /** A JSON Pointer into the reader's schema; branches of a writer's union count as steps. */
  readonly location: string;
  readonly message: string;
}

/**
 * Can `reader` read whatever `writer` wrote? The strict check of Java's SchemaCompatibility, which registries use:
 * names must match at every level. Empty when it can. A resolver is laxer: see `compileResolver`.
 */
export function checkCompatibility(reader: Schema, writer: Schema): readonly Incompatibility[] {
  const run: Run = { known: new Map(), fields: new Map(), branches: new Map(), pairs: 0, depth: 0 };
  try {
    return listFindings(comparePair(run, undefined, reader, writer));
  } catch (error) {
    if (error !== TOO_COMPLEX) throw error;
    return [{ type: 'TOO_COMPLEX', location: '/', message: 'too many types within each other to compare' }];
  }
}

interface Run {
  /** Findings by writer, by reader; while a pair is being compared it holds none, which ends a recursion. */
  readonly known: Map<Schema, Map<Schema, Findings>>;
  readonly fields: Map<RecordSchema, ReadonlyMap<string, RecordField>>;
  readonly branches: Map<UnionSchema, ReadonlyMap<string, readonly Schema[]>>;
  pairs: number;
  depth: number;
}

/** The way from the root to a place, last step first: sharing what precedes keeps deep comparisons linear. */
type Location = { readonly before: Location; readonly step: string } | undefined;

interface Found {
  readonly type: Incompatibility['type'];
  readonly location: Location;
  readonly message: string;
}

/** A tree, for the findings of one pair belong to every pair around it. */
type Findings = Found | readonly Findings[];

const NONE: Findings = [];
/** Two unions of 500 records are as many pairs. */
const MAX_PAIRS = 250_000;
const MAX_FINDINGS = 1000;
/** Thrown where a comparison is given up: half of one would find what is not there. */
const TOO_COMPLEX = new Error('too complex');

function listFindings(root: Findings): readonly Incompatibility[] {
  const list: Incompatibility[] = [];
  const stack: Findings[] = [root];
  for (let next = stack.pop(); next !== undefined && list.length < MAX_FINDINGS; next = stack.pop()) {
    if ('type' in next) list.push({ type: next.type, location: formatLocation(next.location), message: next.message });
    else stack.push(...next.toReversed());
  }
  return list;
}

function formatLocation(location: Location): string {
  const steps: string[] = [];
  for (let at = location; at !== undefined; at = at.before)
    steps.unshift(at.step.replaceAll('~', '~0').replaceAll('/', '~1'));
  return `/${steps.join('/')}`;
}

function isNone(findings: Findings): boolean {
  return findings === NONE;
}

function merge(parts: readonly Findings[]): Findings {
  const found = parts.filter((part) => !isNone(part));
  return found.length > 1 ? found : (found[0] ?? NONE);
}

function inside(before: Location, step: string): Location {
  return { before, step };
}

/** Findings of a pair seen before keep the location where they were first met, as Java's do. */
function comparePair(run: Run, location: Location, reader: Schema, writer: Schema): Findings {
  let byReader = run.known.get(writer);
  if (byReader === undefined) run.known.set(writer, (byReader = new Map()));
  const known = byReader.get(reader);
  if (known !== undefined) return known;
  if (run.depth > MAX_SCHEMA_DEPTH || ++run.pairs > MAX_PAIRS) throw TOO_COMPLEX;
  byReader.set(reader, NONE);
  run.depth++;
  const findings = compare(run, location, reader, writer);
  run.depth--;
  byReader.set(reader, findings);
  return findings;
}

function compare(run: Run, location: Location, reader: Schema, writer: Schema): Findings {
  if (writer.type === 'union') {
    return merge(
      writer.branches.map((branch, index) => {
        const place = inside(location, String(index));
        if (reader.type !== 'union') return comparePair(run, place, reader, branch);
        return isRead(run, reader, branch) ? NONE : missingBranch(place, branch);
      }),
    );
  }
  if (reader.type === 'union') {
    return isRead(run, reader, writer) ? NONE : missingBranch(location, writer);
  }
  switch (reader.type) {
    case 'array':
      if (writer.type === 'array') return comparePair(run, inside(location, 'items'), reader.items, writer.items);
      break;
    case 'map':
      if (writer.type === 'map') return comparePair(run, inside(location, 'values'), reader.values, writer.values);
      break;
    case 'fixed':
      if (writer.type === 'fixed') {
        return merge([checkName(location, reader, writer), checkSize(location, reader, writer)]);
      }
      break;
    case 'enum':
      if (writer.type === 'enum') {
        return merge([checkName(location, reader, writer), checkSymbols(location, reader, writer)]);
      }
      break;
    case 'record':
      if (writer.type === 'record') {
        return merge([checkName(location, reader, writer), ...checkFields(run, location, reader, writer)]);
      }
      break;
    default:
      if (reader.type === writer.type || PROMOTIONS[reader.type]?.includes(writer.type)) return NONE;
  }
  const message = `reader type: ${typeName(reader)} not compatible with writer type: ${typeName(writer)}`;
  return { type: 'TYPE_MISMATCH', location, message };
}

/** Java tries every branch, and so decides where findings of pairs met again are located: unions are rarely bigger. */
const MAX_TRIED_BRANCHES = 32;

/** Whether a branch of the reader's union reads what the writer's type writes. */
function isRead(run: Run, reader: UnionSchema, writer: Schema): boolean {
  const branches = reader.branches.length > MAX_TRIED_BRANCHES ? findCandidates(run, reader, writer) : reader.branches;
  return branches.some((branch) => isNone(comparePair(run, undefined, branch, writer)));
}

/** The branches whose names let them read the writer's type, its namesake in full first. */
function findCandidates(run: Run, reader: UnionSchema, writer: Schema): readonly Schema[] {
  let byName = run.branches.get(reader);
  if (byName === undefined) run.branches.set(reader, (byName = indexBranches(reader)));
  if (!isNamed(writer)) return byName.get('') ?? [];
  return [writer.name, `.${simpleName(writer.name)}`].flatMap((name) => byName.get(name) ?? []);
}

/** By full name and alias, by simple name behind a dot, and at '' those without a name. */
function indexBranches(reader: UnionSchema): ReadonlyMap<string, readonly Schema[]> {
  const byName = new Map<string, Schema[]>();
  for (const branch of reader.branches) {
    const names = isNamed(branch) ? [branch.name, `.${simpleName(branch.name)}`, ...branch.aliases] : [''];
    for (const name of names) {
      const list = byName.get(name);
      if (list === undefined) byName.set(name, [branch]);
      else list.push(branch);
    }
  }
  return byName;
}

/** What each reader's type also reads (Avro 1.12, Schema Resolution). */
export const PROMOTIONS: Readonly<Partial<Record<Schema['type'], readonly Schema['type'][]>>> = {
  long: ['int'],
  float: ['int', 'long'],
  double: ['int', 'long', 'float'],
  bytes: ['string'],
  string: ['bytes'],
};

function checkName(location: Location, reader: NamedSchema, writer: NamedSchema): Findings {
  if (simpleName(reader.name) === simpleName(writer.name) || reader.aliases.includes(writer.name)) return NONE;
  return { type: 'NAME_MISMATCH', location: inside(location, 'name'), message: `expected: ${writer.name}` };
}

function checkSize(location: Location, reader: FixedSchema, writer: FixedSchema): Findings {
  if (reader.size === writer.size) return NONE;
  const message = `expected: ${writer.size}, found: ${reader.size}`;
  return { type: 'FIXED_SIZE_MISMATCH', location: inside(location, 'size'), message };
}

function checkSymbols(location: Location, reader: EnumSchema, writer: EnumSchema): Findings {
  if (reader.default !== undefined) return NONE;
  const readable = new Set(reader.symbols);
  const missing = writer.symbols.filter((symbol) => !readable.has(symbol)).toSorted();
  if (missing.length === 0) return NONE;
  return { type: 'MISSING_ENUM_SYMBOLS', location: inside(location, 'symbols'), message: `[${missing.join(', ')}]` };
}

function checkFields(run: Run, location: Location, reader: RecordSchema, writer: RecordSchema): readonly Findings[] {
  const written = fieldsByName(run, writer);
  return reader.fields.map((field, index) => {
    const place = inside(inside(location, 'fields'), String(index));
    const candidates = [field.name, ...field.aliases].flatMap((name) => written.get(name) ?? []);
    const [match] = candidates;
    if (match !== undefined) {
      if (candidates.length === 1) return comparePair(run, inside(place, 'type'), field.schema, match.schema);
      const names = candidates.map((candidate) => candidate.name).join(', ');
      const message = `${field.name} matches several fields of the writer: ${names}`;
      return { type: 'AMBIGUOUS_FIELD_ALIAS', location: place, message };
    }
    if (field.default !== undefined) return NONE;
    // Java lets the default of the field's enum stand in, then compares that enum with the writer's record.
    if (field.schema.type === 'enum' && field.schema.default !== undefined) {
      return comparePair(run, inside(place, 'type'), field.schema, writer);
    }
    return { type: 'READER_FIELD_MISSING_DEFAULT_VALUE', location: place, message: field.name };
  });
}

function fieldsByName(run: Run, record: RecordSchema): ReadonlyMap<string, RecordField> {
  let fields = run.fields.get(record);
  if (fields === undefined)
    run.fields.set(record, (fields = new Map(record.fields.map((field) => [field.name, field]))));
  return fields;
}

function missingBranch(location: Location, writer: Schema): Findings {
  return { type: 'MISSING_UNION_BRANCH', location, message: `reader union lacking writer type: ${typeName(writer)}` };
}

function typeName(schema: Schema): string {
  return schema.type.toUpperCase();
}
