import type { JsonObject, JsonValue } from './json.ts';

export type PrimitiveType = 'null' | 'boolean' | 'int' | 'long' | 'float' | 'double' | 'bytes' | 'string';

/**
 * An Avro schema as a value; `type` discriminates. A recursive type is the same object again, so a schema is a graph.
 * `props` keeps, in order, every attribute the specification does not name, `logicalType` and its parameters among them.
 */
export type Schema = PrimitiveSchema | RecordSchema | EnumSchema | FixedSchema | ArraySchema | MapSchema | UnionSchema;

export type NamedSchema = RecordSchema | EnumSchema | FixedSchema;

export interface PrimitiveSchema {
  readonly type: PrimitiveType;
  readonly props: JsonObject;
}

interface Named {
  /** The full name: namespace, dot, name. */
  readonly name: string;
  /** Full names. */
  readonly aliases: readonly string[];
  readonly doc?: string;
  readonly props: JsonObject;
}

export interface RecordSchema extends Named {
  readonly type: 'record';
  /** True for the `error` type of Avro protocols, which is a record in every other respect. */
  readonly isError: boolean;
  readonly fields: readonly RecordField[];
}

export interface RecordField {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly doc?: string;
  readonly schema: Schema;
  /** As written in JSON; present only when declared, for `null` is a default too. */
  readonly default?: JsonValue;
  readonly order: 'ascending' | 'descending' | 'ignore';
  readonly props: JsonObject;
}

export interface EnumSchema extends Named {
  readonly type: 'enum';
  readonly symbols: readonly string[];
  /** The symbol a reader takes in place of one it does not know. */
  readonly default?: string;
}

export interface FixedSchema extends Named {
  readonly type: 'fixed';
  /** In bytes. */
  readonly size: number;
}

export interface ArraySchema {
  readonly type: 'array';
  readonly items: Schema;
  readonly props: JsonObject;
}

export interface MapSchema {
  readonly type: 'map';
  readonly values: Schema;
  readonly props: JsonObject;
}

export interface UnionSchema {
  readonly type: 'union';
  readonly branches: readonly Schema[];
}

/** How many types may lie within each other: whoever walks a schema recurses, and what parses must also compile. */
export const MAX_SCHEMA_DEPTH = 500;

/** The names that stand for themselves wherever a type is named (Avro 1.12, Primitive Types). */
export const PRIMITIVE_TYPES: ReadonlySet<string> = new Set<PrimitiveType>([
  'null',
  'boolean',
  'int',
  'long',
  'float',
  'double',
  'bytes',
  'string',
]);

export function isNamed(schema: Schema): schema is NamedSchema {
  return schema.type === 'record' || schema.type === 'enum' || schema.type === 'fixed';
}

/** What tells two branches of a union apart: the full name of a named type, the type of any other (Avro 1.12, Unions). */
export function branchName(schema: Schema): string {
  return isNamed(schema) ? schema.name : schema.type;
}

/** The name without its namespace, which is what schema resolution compares (Avro 1.12, Schema Resolution). */
export function simpleName(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}

export function namespaceOf(fullName: string): string {
  return fullName.slice(0, Math.max(0, fullName.lastIndexOf('.')));
}
