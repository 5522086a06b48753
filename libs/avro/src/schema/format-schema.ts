import { writeJson } from './json.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { isNamed, namespaceOf, PRIMITIVE_TYPES, simpleName } from './schema.ts';
import type { NamedSchema, RecordField, Schema } from './schema.ts';
import { visitSchemas } from './visit.ts';

export interface FormatOptions {
  /** Schemas whose named types the text may name without defining them: what `parseSchema` was given. */
  readonly references?: readonly Schema[];
}

/** The whole schema as one line of JSON, docs, defaults and unknown attributes included, in the order Java writes it. */
export function formatSchema(schema: Schema, options: FormatOptions = {}): string {
  const known = new Set<string>();
  visitSchemas(options.references ?? [], (part) => {
    if (isNamed(part)) known.add(part.name);
  });
  return writeJson(toJson(schema, '', known));
}

/** A named type in full, and every type in it by name: what two definitions of a name must share. */
export function formatDefinition(schema: NamedSchema): string {
  return writeJson(namedToJson(schema, '', EVERY_NAME));
}

/** Names of types that need no definition any more. */
interface Names {
  has(name: string): boolean;
  add(name: string): void;
}

const EVERY_NAME: Names = { has: () => true, add: () => {} };

function toJson(schema: Schema, namespace: string, known: Names): JsonValue {
  if (isNamed(schema)) {
    if (known.has(schema.name)) return qualified(schema.name, namespace);
    known.add(schema.name);
    return namedToJson(schema, namespace, known);
  }
  switch (schema.type) {
    case 'array':
      return { type: 'array', items: toJson(schema.items, namespace, known), ...schema.props };
    case 'map':
      return { type: 'map', values: toJson(schema.values, namespace, known), ...schema.props };
    case 'union':
      return schema.branches.map((branch) => toJson(branch, namespace, known));
    default:
      return Object.keys(schema.props).length === 0 ? schema.type : { type: schema.type, ...schema.props };
  }
}

function namedToJson(schema: NamedSchema, namespace: string, known: Names): JsonObject {
  const own = namespaceOf(schema.name);
  const head = {
    type: schema.type === 'record' && schema.isError ? 'error' : schema.type,
    name: simpleName(schema.name),
    ...(own === namespace ? {} : { namespace: own }),
    ...(schema.doc === undefined ? {} : { doc: schema.doc }),
  };
  const tail = {
    ...schema.props,
    ...(schema.aliases.length === 0 ? {} : { aliases: schema.aliases.map((alias) => qualified(alias, own)) }),
  };
  switch (schema.type) {
    case 'record':
      return { ...head, fields: schema.fields.map((field) => fieldToJson(field, own, known)), ...tail };
    case 'enum': {
      const fallback = schema.default === undefined ? {} : { default: schema.default };
      return { ...head, symbols: schema.symbols, ...fallback, ...tail };
    }
    case 'fixed':
      return { ...head, size: schema.size, ...tail };
  }
}

function fieldToJson(field: RecordField, namespace: string, known: Names): JsonObject {
  return {
    name: field.name,
    type: toJson(field.schema, namespace, known),
    ...(field.doc === undefined ? {} : { doc: field.doc }),
    ...(field.default === undefined ? {} : { default: field.default }),
    ...(field.order === 'ascending' ? {} : { order: field.order }),
    ...(field.aliases.length === 0 ? {} : { aliases: field.aliases }),
    ...field.props,
  };
}

/** The shortest way to write a name that reads back as the same one. */
function qualified(name: string, namespace: string): string {
  if (namespaceOf(name) !== namespace) return name;
  const simple = simpleName(name);
  return PRIMITIVE_TYPES.has(simple) ? name : simple;
}
