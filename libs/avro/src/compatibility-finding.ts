import { describeFix } from './compatibility-fix.ts';
import type { Clues, Fix } from './compatibility-fix.ts';
import { formatLocation, formatWay } from './compatibility-place.ts';
import type { Place } from './compatibility-place.ts';
import { branchName, isNamed } from './schema/schema.ts';
import type { RecordField, Schema } from './schema/schema.ts';

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
  readonly severity: 'error';
  /**
   * A JSON Pointer into the reader's schema; branches of a writer's union count as steps. It is Java's: what was first
   * met while a branch of the reader's union was tried is located from that branch on.
   */
  readonly location: string;
  readonly message: string;
  /**
   * Where the values are that cannot be read, as the reader names it: fields joined by dots, `[]` any item, `{}` any
   * value of a map, as in `readings[].value`; branches of unions add nothing, and '' is the value itself.
   */
  readonly path: string;
  /** The types compared there; of a field that is missing or ambiguous, the records. */
  readonly reader: TypeDescription;
  readonly writer: TypeDescription;
  readonly fix: Fix;
}

/** What a type is, without what it holds. */
export interface TypeDescription {
  readonly kind: Schema['type'];
  /** The full name of a named type. */
  readonly name?: string;
  /** Of an enum. */
  readonly symbols?: readonly string[];
  /** Of a fixed, in bytes. */
  readonly size?: number;
  /** Of a union: the full names of named types, the types of all others. */
  readonly branches?: readonly string[];
}

/** A finding as the comparison keeps it: most are of branches that were tried, and never told. */
export interface Found {
  readonly type: Incompatibility['type'];
  readonly place: Place;
  readonly message: string;
  readonly reader: Schema;
  readonly writer: Schema;
  /** The reader's field that nothing of the writer fills, or several fields do. */
  readonly field?: RecordField;
  readonly matches?: readonly RecordField[];
}

export function describeFinding(found: Found, clues: Clues): Incompatibility {
  const { type, place, message, reader, writer } = found;
  return {
    type,
    severity: 'error',
    location: formatLocation(place),
    message,
    path: formatWay(place),
    reader: describeType(reader),
    writer: describeType(writer),
    fix: describeFix(found, clues),
  };
}

/** Kept, for many findings may be about one big union. */
const descriptions = new WeakMap<Schema, TypeDescription>();

export function describeType(schema: Schema): TypeDescription {
  let description = descriptions.get(schema);
  if (description === undefined) descriptions.set(schema, (description = makeDescription(schema)));
  return description;
}

function makeDescription(schema: Schema): TypeDescription {
  const kind = schema.type;
  if (schema.type === 'union') return { kind, branches: schema.branches.map(branchName) };
  if (!isNamed(schema)) return { kind };
  const { name } = schema;
  if (schema.type === 'enum') return { kind, name, symbols: schema.symbols };
  return schema.type === 'fixed' ? { kind, name, size: schema.size } : { kind, name };
}
