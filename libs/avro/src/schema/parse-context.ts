import type { ParseFinding } from '../avro-error.ts';
import type { DefaultChecker } from './default-value.ts';
import { ownKey, setKey } from './json.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { copyNotation } from './notation.ts';
import { PRIMITIVE_TYPES } from './schema.ts';
import type { NamedSchema, PrimitiveType, Schema } from './schema.ts';

export type Draft<T> = { -readonly [K in keyof T]: T[K] };

/** What the parsing of one schema shares. */
export interface Context {
  /** Parses the schema at a place and hands it to `assign`: now, or once the name it stands for is defined. */
  readonly parse: (place: Place, assign: (schema: Schema) => void) => void;
  /** Types of schemas parsed before. */
  readonly known: ReadonlyMap<string, NamedSchema>;
  readonly origins: ReadonlyMap<NamedSchema, Origin>;
  /** Types that this schema is the first to define. */
  readonly named: Map<string, NamedSchema>;
  /** The text of first definitions that are repeated. */
  readonly words: Map<NamedSchema, string>;
  readonly defaults: DefaultChecker;
  readonly pending: Pending[];
  /** Run once every reference is resolved. */
  readonly checks: (() => void)[];
  readonly findings: ParseFinding[];
}

/** Where a type parsed before comes from. */
export interface Origin {
  /** For messages; undefined where nobody said. */
  readonly text: string | undefined;
  /** How many types lie within each other there. */
  readonly depth: number;
}

/** A schema in the text, and what its names mean there. */
export interface Place {
  readonly json: JsonValue | undefined;
  readonly pointer: string;
  readonly namespace: string;
}

export interface Pending {
  readonly place: Place;
  readonly name: string;
  readonly assign: (schema: Schema) => void;
}

/** Stands where a schema is not known yet. */
export const NULL_SCHEMA: Schema = { type: 'null', props: {} };

const MAX_FINDINGS = 100;

export function report(context: Context, kind: ParseFinding['kind'], pointer: string, message: string): void {
  if (context.findings.length < MAX_FINDINGS) context.findings.push({ kind, pointer, message });
}

export function inside(place: Place, json: JsonValue | undefined, step: string): Place {
  return { json, pointer: place.pointer + step, namespace: place.namespace };
}

export function isPrimitive(name: string): name is PrimitiveType {
  return PRIMITIVE_TYPES.has(name);
}

export function badName(name: string): string {
  return `${JSON.stringify(name)} is not a name: letters, digits and _, not starting with a digit`;
}

export function readStrings(
  context: Context,
  place: Place,
  json: JsonObject,
  key: string,
): readonly string[] | undefined {
  const value = ownKey(json, key);
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((item: JsonValue) => typeof item === 'string')) return value;
  return void report(context, 'shape', `${place.pointer}/${key}`, `"${key}" is an array of strings`);
}

/** What the specification gives a meaning in some type, which Java drops from every type that has no use for it. */
const RESERVED: ReadonlySet<string> = new Set([
  'aliases',
  'doc',
  'fields',
  'items',
  'name',
  'namespace',
  'size',
  'symbols',
  'type',
  'values',
]);

/** A type's attributes that the specification does not name, but for `own`. */
export function propsOf(json: JsonObject, own: readonly string[] = []): JsonObject {
  return pickProps(json, (key) => !RESERVED.has(key) && !own.includes(key));
}

/** The same of a record's field. */
export function fieldPropsOf(json: JsonObject): JsonObject {
  return pickProps(json, (key) => !FIELD_ATTRIBUTES.has(key));
}

const FIELD_ATTRIBUTES: ReadonlySet<string> = new Set(['aliases', 'default', 'doc', 'name', 'order', 'type']);

function pickProps(json: JsonObject, isProp: (key: string) => boolean): JsonObject {
  const props = {};
  for (const key of Object.keys(json)) if (isProp(key)) setKey(props, key, json[key]);
  copyNotation(json, props);
  return props;
}
