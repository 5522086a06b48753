/** How a schema's type of a field is named in `typeName`, as Confluent's clients name it. */
export type FieldTypeName =
  | 'RECORD'
  | 'ENUM'
  | 'ARRAY'
  | 'MAP'
  | 'COMBINED'
  | 'FIXED'
  | 'STRING'
  | 'BYTES'
  | 'INT'
  | 'LONG'
  | 'FLOAT'
  | 'DOUBLE'
  | 'BOOLEAN'
  | 'NULL';

/** Those that field rules see; the rest holds fields or is left alone. */
export const PRIMITIVE_NAMES: ReadonlySet<FieldTypeName> = new Set<FieldTypeName>([
  'STRING',
  'BYTES',
  'INT',
  'LONG',
  'FLOAT',
  'DOUBLE',
  'BOOLEAN',
  'NULL',
]);

/** A field of a value, as a field rule sees it. */
export interface FieldPlace {
  /** `full.Record.field` of Avro and Protobuf, `$.path.to.field` of JSON. */
  readonly fullName: string;
  readonly name: string;
  /** Those in the schema beside the field, and those of the metadata whose pattern the full name fits. */
  readonly tags: readonly string[];
  /** The record that holds it, in CEL's values. */
  message(): unknown;
}

/** What replaces a primitive value of a field: `value` is CEL's, and so is the answer; undefined leaves it. */
export type FieldVisitor = (place: FieldPlace, typeName: FieldTypeName, value: unknown) => unknown;

/** Reads values of one schema for expressions. Values handed in are never changed. */
export interface ValueShape {
  toCel(value: unknown): unknown;
  /** What an expression made, as serdes take it. `like` is the value in whose place it comes. */
  fromCel(result: unknown, like: unknown): unknown;
  /** JSON as JSONata takes it, but for bytes. */
  toJson(value: unknown): unknown;
  fromJson(result: unknown): unknown;
  mapFields(value: unknown, visit: FieldVisitor): unknown;
}

/** How deep values may lie within each other: whoever walks them recurses. */
export const MAX_VALUE_DEPTH = 500;
