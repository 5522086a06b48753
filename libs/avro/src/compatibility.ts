import { describeFinding } from './compatibility-finding.ts';
import type { Found, Incompatibility } from './compatibility-finding.ts';
import { listUnread } from './compatibility-fix.ts';
import type { Clues } from './compatibility-fix.ts';
import { inside, insideField, insideTrial } from './compatibility-place.ts';
import type { Place } from './compatibility-place.ts';
import { checkSchema } from './schema/check-schema.ts';
import { PROMOTIONS } from './schema/promotions.ts';
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

/**
 * Can `reader` read whatever `writer` wrote? The strict check of Java's SchemaCompatibility, which registries use:
 * names must match at every level. Empty when it can. A resolver is laxer: see `compileResolver`.
 */
export function checkCompatibility(reader: Schema, writer: Schema): readonly Incompatibility[] {
  checkSchema(reader, "the reader's schema");
  checkSchema(writer, "the writer's schema");
  const run: Run = { known: new Map(), fields: new Map(), branches: new Map(), pairs: 0, depth: 0 };
  try {
    return listFindings(run, comparePair(run, undefined, reader, writer));
  } catch (error) {
    if (error !== TOO_COMPLEX) throw error;
    const message = 'too many types within each other to compare';
    return [describeFinding({ type: 'TOO_COMPLEX', place: undefined, message, reader, writer }, listClues(run))];
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

/** A tree, for the findings of one pair belong to every pair around it. */
type Findings = Found | readonly Findings[];

const NONE: Findings = [];
/** Two unions of 500 records are as many pairs. */
const MAX_PAIRS = 250_000;
const MAX_FINDINGS = 1000;
/** Thrown where a comparison is given up: half of one would find what is not there. */
const TOO_COMPLEX = new Error('too complex');

function listFindings(run: Run, root: Findings): readonly Incompatibility[] {
  const list: Incompatibility[] = [];
  const clues = listClues(run);
  const stack: Findings[] = [root];
  for (let next = stack.pop(); next !== undefined && list.length < MAX_FINDINGS; next = stack.pop()) {
    if ('type' in next) {
      list.push(describeFinding(next, clues));
    } else for (const part of next.toReversed()) stack.push(part);
  }
  return list;
}

function listClues(run: Run): Clues {
  const unread = new Map<Schema, Map<Schema, ReturnType<typeof listUnread>>>();
  return {
    findInner: (reader, writer) => firstOf(run.known.get(writer)?.get(reader)),
    listUnread(reader, writer) {
      let byReader = unread.get(writer);
      if (byReader === undefined) unread.set(writer, (byReader = new Map()));
      let fields = byReader.get(reader);
      if (fields === undefined) byReader.set(reader, (fields = listUnread(reader, writer)));
      return fields;
    },
  };
}

function firstOf(findings: Findings | undefined): Found | undefined {
  return findings === undefined || 'type' in findings ? findings : firstOf(findings[0]);
}

function isNone(findings: Findings): boolean {
  return findings === NONE;
}

function merge(parts: readonly Findings[]): Findings {
  const found = parts.filter((part) => !isNone(part));
  return found.length > 1 ? found : (found[0] ?? NONE);
}

/** Findings of a pair seen before keep the location where they were first met, as Java's do. */
function comparePair(run: Run, place: Place, reader: Schema, writer: Schema): Findings {
  let byReader = run.known.get(writer);
  if (byReader === undefined) run.known.set(writer, (byReader = new Map()));
  const known = byReader.get(reader);
  if (known !== undefined) return known;
  if (run.depth > MAX_SCHEMA_DEPTH || ++run.pairs > MAX_PAIRS) throw TOO_COMPLEX;
  byReader.set(reader, NONE);
  run.depth++;
  const findings = compare(run, place, reader, writer);
  run.depth--;
  byReader.set(reader, findings);
  return findings;
}

function compare(run: Run, place: Place, reader: Schema, writer: Schema): Findings {
  if (writer.type === 'union') {
    return merge(
      writer.branches.map((branch, index) => {
        const at = inside(place, String(index));
        if (reader.type !== 'union') return comparePair(run, at, reader, branch);
        return isRead(run, at, reader, branch) ? NONE : missingBranch(at, reader, branch);
      }),
    );
  }
  if (reader.type === 'union') {
    return isRead(run, place, reader, writer) ? NONE : missingBranch(place, reader, writer);
  }
  switch (reader.type) {
    case 'array':
      if (writer.type === 'array') return comparePair(run, inside(place, 'items', '[]'), reader.items, writer.items);
      break;
    case 'map':
      if (writer.type === 'map') return comparePair(run, inside(place, 'values', '{}'), reader.values, writer.values);
      break;
    case 'fixed':
      if (writer.type === 'fixed') {
        return merge([checkName(place, reader, writer), checkSize(place, reader, writer)]);
      }
      break;
    case 'enum':
      if (writer.type === 'enum') {
        return merge([checkName(place, reader, writer), checkSymbols(place, reader, writer)]);
      }
      break;
    case 'record':
      if (writer.type === 'record') {
        return merge([checkName(place, reader, writer), ...checkFields(run, place, reader, writer)]);
      }
      break;
    default:
      if (reader.type === writer.type || PROMOTIONS[reader.type]?.includes(writer.type)) return NONE;
  }
  const message = `reader type: ${typeName(reader)} not compatible with writer type: ${typeName(writer)}`;
  return { type: 'TYPE_MISMATCH', place, message, reader, writer };
}

/** Java tries every branch, and so decides where findings of pairs met again are located: unions are rarely bigger. */
const MAX_TRIED_BRANCHES = 32;

/** Whether a branch of the reader's union reads what the writer's type writes. */
function isRead(run: Run, place: Place, reader: UnionSchema, writer: Schema): boolean {
  const branches = reader.branches.length > MAX_TRIED_BRANCHES ? findCandidates(run, reader, writer) : reader.branches;
  const at = insideTrial(place);
  return branches.some((branch) => isNone(comparePair(run, at, branch, writer)));
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

function checkName(place: Place, reader: NamedSchema, writer: NamedSchema): Findings {
  if (simpleName(reader.name) === simpleName(writer.name) || reader.aliases.includes(writer.name)) return NONE;
  const message = `expected: ${writer.name}`;
  return { type: 'NAME_MISMATCH', place: inside(place, 'name'), message, reader, writer };
}

function checkSize(place: Place, reader: FixedSchema, writer: FixedSchema): Findings {
  if (reader.size === writer.size) return NONE;
  const message = `expected: ${writer.size}, found: ${reader.size}`;
  return { type: 'FIXED_SIZE_MISMATCH', place: inside(place, 'size'), message, reader, writer };
}

function checkSymbols(place: Place, reader: EnumSchema, writer: EnumSchema): Findings {
  if (reader.default !== undefined) return NONE;
  const readable = new Set(reader.symbols);
  const missing = writer.symbols.filter((symbol) => !readable.has(symbol)).toSorted();
  if (missing.length === 0) return NONE;
  const message = `[${missing.join(', ')}]`;
  return { type: 'MISSING_ENUM_SYMBOLS', place: inside(place, 'symbols'), message, reader, writer };
}

function checkFields(run: Run, place: Place, reader: RecordSchema, writer: RecordSchema): readonly Findings[] {
  const written = fieldsByName(run, writer);
  return reader.fields.map((field, index) => {
    const at = insideField(place, index, field);
    const candidates = [field.name, ...field.aliases].flatMap((name) => written.get(name) ?? []);
    const [match] = candidates;
    if (match !== undefined) {
      if (candidates.length === 1) return comparePair(run, inside(at, 'type'), field.schema, match.schema);
      const names = candidates.map((candidate) => candidate.name).join(', ');
      const message = `${field.name} matches several fields of the writer: ${names}`;
      return { type: 'AMBIGUOUS_FIELD_ALIAS', place: at, message, reader, writer, field, matches: candidates };
    }
    if (field.default !== undefined) return NONE;
    // Java lets the default of the field's enum stand in, then compares that enum with the writer's record.
    if (field.schema.type === 'enum' && field.schema.default !== undefined) {
      const found = comparePair(run, inside(at, 'type'), field.schema, writer);
      return 'type' in found ? { ...found, field } : found;
    }
    const message = field.name;
    return { type: 'READER_FIELD_MISSING_DEFAULT_VALUE', place: at, message, reader, writer, field };
  });
}

function fieldsByName(run: Run, record: RecordSchema): ReadonlyMap<string, RecordField> {
  let fields = run.fields.get(record);
  if (fields === undefined)
    run.fields.set(record, (fields = new Map(record.fields.map((field) => [field.name, field]))));
  return fields;
}

function missingBranch(place: Place, reader: UnionSchema, writer: Schema): Findings {
  const message = `reader union lacking writer type: ${typeName(writer)}`;
  return { type: 'MISSING_UNION_BRANCH', place, message, reader, writer };
}

function typeName(schema: Schema): string {
  return schema.type.toUpperCase();
}
