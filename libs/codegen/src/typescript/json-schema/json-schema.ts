import type { JsonObject, JsonValue } from '@sluice/avro';

/** A schema to generate a type from. References lead to `#/components/schemas/NAME`, or into the schema itself. */
export interface JsonSchemaRoot {
  readonly schema: JsonValue;
  /** Parts before the last dot are folders, as of Avro's full names. */
  readonly name: string;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function listOf(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}

export function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** The property that is the object's own, whatever its name. */
export function ownOf(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

/** Each property of an object under a keyword, such as `properties`. */
export function entriesOf(schema: JsonObject, keyword: string): readonly (readonly [string, JsonValue])[] {
  const value = ownOf(schema, keyword);
  return isJsonObject(value) ? Object.entries(value).map(([key, item]) => [key, item ?? null]) : [];
}

const COMPONENT = /^#\/components\/schemas\/([^/]+)$/;

/** The name of the component that a reference leads to. */
export function componentOf(ref: string): string | undefined {
  const name = COMPONENT.exec(ref)?.[1];
  return name === undefined ? undefined : unescapePointer(name);
}

/** What `#/a/b` leads to within a schema, and the name it has there. */
export function followPointer(
  root: JsonValue,
  ref: string,
): { readonly schema: JsonValue; readonly name: string } | undefined {
  if (ref === '#' || !ref.startsWith('#/')) return undefined;
  let schema: JsonValue | undefined = root;
  const parts = ref.slice(2).split('/').map(unescapePointer);
  for (const part of parts) {
    if (Array.isArray(schema)) schema = (schema as readonly JsonValue[])[Number(part)];
    else schema = isJsonObject(schema) ? ownOf(schema, part) : undefined;
  }
  return schema === undefined ? undefined : { schema, name: parts.at(-1) ?? '' };
}

function unescapePointer(part: string): string {
  const text = part.replaceAll('~1', '/').replaceAll('~0', '~');
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The types that a schema allows: those it names, or those that its other keywords are of; empty where any will do. */
export function typesOf(schema: JsonObject): readonly string[] {
  const { type } = schema;
  const named = typeof type === 'string' ? [type] : listOf(type).filter((item) => typeof item === 'string');
  const types = named.length > 0 ? named : guessTypes(schema);
  // OpenAPI 3.0 says it so.
  return types.length > 0 && schema['nullable'] === true && !types.includes('null') ? [...types, 'null'] : types;
}

function guessTypes(schema: JsonObject): readonly string[] {
  const hasOne = (keywords: readonly string[]): boolean => keywords.some((keyword) => Object.hasOwn(schema, keyword));
  if (hasOne(['properties', 'patternProperties', 'additionalProperties'])) return ['object'];
  return hasOne(['items', 'prefixItems']) ? ['array'] : [];
}

/** The schema where it is of objects with properties of their own, and nothing else. */
export function plainObject(schema: JsonValue): JsonObject | undefined {
  if (!isJsonObject(schema)) return undefined;
  const isMixed = ['$ref', 'const', 'enum', 'allOf', 'anyOf', 'oneOf'].some((keyword) =>
    Object.hasOwn(schema, keyword),
  );
  const [type, ...others] = typesOf(schema);
  return !isMixed && type === 'object' && others.length === 0 && hasProperties(schema) ? schema : undefined;
}

export function hasProperties(schema: JsonObject): boolean {
  return entriesOf(schema, 'properties').length > 0 || listOf(schema['required']).length > 0;
}
