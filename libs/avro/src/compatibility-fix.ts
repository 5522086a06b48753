import type { Found } from './compatibility-finding.ts';
import { formatWay, isInBranch } from './compatibility-place.ts';
import { indexBranches } from './plan/branch-index.ts';
import { PROMOTIONS } from './schema/promotions.ts';
import { branchName, isNamed } from './schema/schema.ts';
import type { RecordField, RecordSchema, Schema } from './schema/schema.ts';

/** What to change, in a sentence, in the one schema or in the other. */
export interface Fix {
  /** Where the reader's schema is the one that may change: the new one, when it must read what old ones wrote. */
  readonly reader: string;
  /** Where the writer's is: the new one, when old ones must read what it writes. */
  readonly writer: string;
}

/** What a comparison knows beside one finding. */
export interface Clues {
  /** The first of the findings about two types. */
  findInner(reader: Schema, writer: Schema): Found | undefined;
  /** The writer's fields of each type that the reader has no use for, by the type's name. */
  listUnread(reader: RecordSchema, writer: RecordSchema): ReadonlyMap<string, readonly RecordField[]>;
}

/** Unions within unions whose findings are asked in turn for one that says more. */
const MAX_INNER = 20;

export function describeFix(found: Found, clues: Clues): Fix {
  let told = found;
  // A branch of the same name is there, and what keeps it from reading says more than that none reads.
  for (let inner = 0; inner < MAX_INNER && told.type === 'MISSING_UNION_BRANCH'; inner++) {
    const next = findInBranch(told, clues);
    if (next === undefined) break;
    told = next;
  }
  return FIXES[told.type](told, clues);
}

function findInBranch({ reader, writer }: Found, clues: Clues): Found | undefined {
  if (reader.type !== 'union') return undefined;
  const index = indexBranches(reader);
  const name = branchName(writer);
  const branch = reader.branches[index.find(writer.type, name) ?? index.findNamesakes(writer.type, name)[0] ?? -1];
  return branch && clues.findInner(branch, writer);
}

export function listUnread(reader: RecordSchema, writer: RecordSchema): ReadonlyMap<string, readonly RecordField[]> {
  const read = new Set(reader.fields.flatMap(({ name, aliases }) => [name, ...aliases]));
  return Map.groupBy(
    writer.fields.filter(({ name }) => !read.has(name)),
    ({ schema }) => branchName(schema),
  );
}

const FIXES: Readonly<Record<Found['type'], (found: Found, clues: Clues) => Fix>> = {
  NAME_MISMATCH: ({ reader, writer }) => ({
    reader: `rename ${say(reader)} back to ${branchName(writer)}, or add "${branchName(writer)}" to its aliases`,
    writer: `rename ${say(writer)} back to ${branchName(reader)}, or first give its readers the alias "${branchName(writer)}"`,
  }),
  FIXED_SIZE_MISMATCH: ({ reader, writer }) => ({
    reader: `set the size of ${say(reader)} back to ${sizeOf(writer)}, or put the new size in a new type and field`,
    writer: `set the size of ${say(writer)} back to ${sizeOf(reader)}, or put the new size in a new type and field`,
  }),
  MISSING_ENUM_SYMBOLS: ({ reader, writer }) => {
    const known = new Set(symbolsOf(reader));
    const lacking = symbolsOf(writer).filter((symbol) => !known.has(symbol));
    const missing = sayAll(lacking, (symbol) => symbol, 'symbol');
    return {
      reader: `add ${missing} to ${say(reader)}, or give it a default`,
      writer: `leave ${missing} out of ${say(writer)}, or first give its readers the symbols or a default`,
    };
  },
  READER_FIELD_MISSING_DEFAULT_VALUE: ({ reader, writer, field, place }, clues) => {
    const name = `field ${field?.name ?? formatWay(place)}`;
    const renamed = field && findRenamed(clues, reader, writer, field);
    const [alias, back] = renamed
      ? [`, or, if it was ${renamed} before, the alias "${renamed}"`, `, which ${renamed} may be the new name of`]
      : ['', ''];
    return {
      reader: `give ${name} of ${branchName(reader)} a default${alias}`,
      writer: `put ${name} back into ${branchName(writer)}${back}, or first give it a default in its readers`,
    };
  },
  TYPE_MISMATCH: ({ reader, writer, place, field }) => {
    const at = sayPlace(formatWay(place));
    if (field !== undefined) {
      const back = `put field ${field.name} back into ${branchName(writer)}`;
      return {
        reader: `give ${at} a default: that of its enum is none`,
        writer: `${back}, or first give it a default in its readers`,
      };
    }
    if (isInBranch(place)) {
      return {
        reader: `let ${at} be a union with a branch ${say(writer)}`,
        writer: `leave ${say(writer)} out of the union at ${at}, or first give its readers such a union there`,
      };
    }
    const others = PROMOTED.filter((type) => PROMOTIONS[type]?.includes(writer.type));
    const widen = PROMOTIONS[writer.type]?.includes(reader.type) === true;
    const read = PROMOTIONS[reader.type] ?? [];
    return {
      reader: `make ${at} ${say(writer)} again${others.length > 0 ? `, or ${sayAny(others)}, which also reads it` : ''}`,
      writer: widen
        ? `make ${at} ${say(reader)} again, or first widen it to ${say(writer)} in its readers`
        : `make ${at} ${say(reader)} again${read.length > 0 ? `, or ${sayAny(read)}, which it also reads` : ''}`,
    };
  },
  MISSING_UNION_BRANCH: ({ reader, writer, place }) => {
    const at = sayPlace(formatWay(place));
    const branches = sayAll(reader.type === 'union' ? reader.branches : [reader], branchName, 'branch');
    return {
      reader: `add a branch ${say(writer)} to the union at ${at}`,
      writer: `write only ${branches} at ${at}, or first add a branch ${say(writer)} to it in its readers`,
    };
  },
  AMBIGUOUS_FIELD_ALIAS: ({ reader, writer, field, matches = [] }) => {
    const several = sayAll(matches, ({ name }) => name, 'field');
    return {
      reader: `take the aliases from field ${field?.name} of ${branchName(reader)}, for the writer has ${several}`,
      writer: `keep only one of ${several} in ${branchName(writer)}`,
    };
  },
  TOO_COMPLEX: () => {
    const fix = 'compare smaller schemas: types within each other, and branches of unions, multiply';
    return { reader: fix, writer: fix };
  },
};

const PROMOTED = ['long', 'float', 'double', 'bytes', 'string'] as const satisfies readonly Schema['type'][];

/** The one field of the writer that the reader has no use for and that has the type of its field. */
function findRenamed(clues: Clues, reader: Schema, writer: Schema, field: RecordField): string | undefined {
  if (reader.type !== 'record' || writer.type !== 'record') return undefined;
  const unread = clues.listUnread(reader, writer).get(branchName(field.schema)) ?? [];
  return unread.length === 1 ? unread[0]?.name : undefined;
}

export function say(schema: Schema): string {
  if (schema.type === 'fixed') return `fixed ${schema.name} of ${schema.size} bytes`;
  return isNamed(schema) ? `${schema.type} ${schema.name}` : schema.type;
}

export function sayPlace(path: string): string {
  return path === '' ? 'the schema' : path;
}

function sayAny(types: readonly string[]): string {
  return types.length > 1 ? `${types.slice(0, -1).join(', ')} or ${types.at(-1)}` : types.join('');
}

const MAX_NAMED = 10;

/** `symbol A`, `symbols A, B`. */
function sayAll<T>(items: readonly T[], nameOf: (item: T) => string, what: string): string {
  const rest = items.length > MAX_NAMED ? ` and ${items.length - MAX_NAMED} more` : '';
  const plural = what.endsWith('ch') ? `${what}es` : `${what}s`;
  return `${items.length === 1 ? what : plural} ${items.slice(0, MAX_NAMED).map(nameOf).join(', ')}${rest}`;
}

function sizeOf(schema: Schema): number {
  return schema.type === 'fixed' ? schema.size : 0;
}

function symbolsOf(schema: Schema): readonly string[] {
  return schema.type === 'enum' ? schema.symbols : [];
}
