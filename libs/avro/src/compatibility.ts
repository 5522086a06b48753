import { simpleName } from './schema/schema.ts';
import type { EnumSchema, FixedSchema, NamedSchema, RecordField, RecordSchema, Schema } from './schema/schema.ts';

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
    /** Ours: Java overflows its stack. */
    | 'NESTED_TOO_DEEP';
  /** A JSON Pointer into the reader's schema; branches of a writer's union count as steps. */
  readonly location: string;
  readonly message: string;
}

/**
 * Can `reader` read whatever `writer` wrote? The strict check of Java's SchemaCompatibility, which registries use:
 * names must match at every level. Empty when it can. A resolver is laxer: see `compileResolver`.
 */
export function checkCompatibility(reader: Schema, writer: Schema): readonly Incompatibility[] {
  return comparePair({ known: new Map(), depth: 0 }, [], reader, writer);
}

interface Run {
  /** Findings by writer, by reader; while a pair is being compared it holds none, which ends a recursion. */
  readonly known: Map<Schema, Map<Schema, readonly Incompatibility[]>>;
  depth: number;
}

type Findings = readonly Incompatibility[];
type Location = readonly string[];

const NONE: Findings = [];
const MAX_DEPTH = 1000;

/** Findings of a pair seen before keep the location where they were first met, as Java's do. */
function comparePair(run: Run, location: Location, reader: Schema, writer: Schema): Findings {
  let byReader = run.known.get(writer);
  if (byReader === undefined) {
    byReader = new Map();
    run.known.set(writer, byReader);
  }
  const known = byReader.get(reader);
  if (known !== undefined) return known;
  if (run.depth > MAX_DEPTH) return [finding('NESTED_TOO_DEEP', location, `deeper than ${MAX_DEPTH} levels`)];
  byReader.set(reader, NONE);
  run.depth++;
  const findings = compare(run, location, reader, writer);
  run.depth--;
  byReader.set(reader, findings);
  return findings;
}

function compare(run: Run, location: Location, reader: Schema, writer: Schema): Findings {
  if (writer.type === 'union') {
    return writer.branches.flatMap((branch, index) => {
      const inside = [...location, String(index)];
      if (reader.type !== 'union') return comparePair(run, inside, reader, branch);
      return comparePair(run, [], reader, branch).length === 0 ? NONE : [missingBranch(inside, branch)];
    });
  }
  if (reader.type === 'union') {
    const isRead = reader.branches.some((branch) => comparePair(run, [], branch, writer).length === 0);
    return isRead ? NONE : [missingBranch(location, writer)];
  }
  switch (reader.type) {
    case 'array':
      if (writer.type === 'array') return comparePair(run, [...location, 'items'], reader.items, writer.items);
      break;
    case 'map':
      if (writer.type === 'map') return comparePair(run, [...location, 'values'], reader.values, writer.values);
      break;
    case 'fixed':
      if (writer.type === 'fixed')
        return [...checkName(location, reader, writer), ...checkSize(location, reader, writer)];
      break;
    case 'enum':
      if (writer.type === 'enum')
        return [...checkName(location, reader, writer), ...checkSymbols(location, reader, writer)];
      break;
    case 'record':
      if (writer.type === 'record') {
        return [...checkName(location, reader, writer), ...checkFields(run, location, reader, writer)];
      }
      break;
    default:
      if (reader.type === writer.type || PROMOTIONS[reader.type]?.includes(writer.type)) return NONE;
  }
  return [
    finding(
      'TYPE_MISMATCH',
      location,
      `reader type: ${typeName(reader)} not compatible with writer type: ${typeName(writer)}`,
    ),
  ];
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
  return [finding('NAME_MISMATCH', [...location, 'name'], `expected: ${writer.name}`)];
}

function checkSize(location: Location, reader: FixedSchema, writer: FixedSchema): Findings {
  if (reader.size === writer.size) return NONE;
  return [finding('FIXED_SIZE_MISMATCH', [...location, 'size'], `expected: ${writer.size}, found: ${reader.size}`)];
}

function checkSymbols(location: Location, reader: EnumSchema, writer: EnumSchema): Findings {
  if (reader.default !== undefined) return NONE;
  const readable = new Set(reader.symbols);
  const missing = writer.symbols.filter((symbol) => !readable.has(symbol)).toSorted();
  if (missing.length === 0) return NONE;
  return [finding('MISSING_ENUM_SYMBOLS', [...location, 'symbols'], `[${missing.join(', ')}]`)];
}

function checkFields(run: Run, location: Location, reader: RecordSchema, writer: RecordSchema): Findings {
  const written = new Map(writer.fields.map((field) => [field.name, field]));
  return reader.fields.flatMap((field, index) => {
    const inside = [...location, 'fields', String(index)];
    const candidates = findWriterFields(field, written);
    const [match] = candidates;
    if (match !== undefined) {
      if (candidates.length === 1) return comparePair(run, [...inside, 'type'], field.schema, match.schema);
      const names = candidates.map((candidate) => candidate.name).join(', ');
      return [finding('AMBIGUOUS_FIELD_ALIAS', inside, `${field.name} matches several fields of the writer: ${names}`)];
    }
    if (field.default !== undefined) return NONE;
    // Java lets the default of the field's enum stand in, then compares that enum with the writer's record.
    if (field.schema.type === 'enum' && field.schema.default !== undefined) {
      return comparePair(run, [...inside, 'type'], field.schema, writer);
    }
    return [finding('READER_FIELD_MISSING_DEFAULT_VALUE', inside, field.name)];
  });
}

/** The writer's fields that a reader's field names, by its name first, then by its aliases. */
export function findWriterFields(
  field: RecordField,
  written: ReadonlyMap<string, RecordField>,
): readonly RecordField[] {
  return [field.name, ...field.aliases].flatMap((name) => written.get(name) ?? []);
}

function missingBranch(location: Location, writer: Schema): Incompatibility {
  return finding('MISSING_UNION_BRANCH', location, `reader union lacking writer type: ${typeName(writer)}`);
}

function typeName(schema: Schema): string {
  return schema.type.toUpperCase();
}

function finding(type: Incompatibility['type'], location: Location, message: string): Incompatibility {
  const pointer = location.map((step) => step.replaceAll('~', '~0').replaceAll('/', '~1')).join('/');
  return { type, location: `/${pointer}`, message };
}
