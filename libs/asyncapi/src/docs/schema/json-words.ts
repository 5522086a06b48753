import type { JsonObject, JsonValue } from '@sluice/avro';
import { formatLine } from '../content/format-json.ts';
import { code, joinInlines, link, muted } from '../page/page.ts';
import type { Inline, Inlines } from '../page/page.ts';
import type { TypeIndex } from './type-index.ts';

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: JsonValue | undefined): value is readonly JsonValue[] {
  return Array.isArray(value);
}

/** A JSON Schema's type in words; references are links. */
export function sayJsonType(types: TypeIndex, schema: JsonValue | undefined): Inlines {
  if (schema === true || schema === undefined) return ['anything'];
  if (!isObject(schema)) return [schema === false ? 'nothing' : code(formatLine(schema))];
  if (typeof schema['$ref'] === 'string') return [linkRef(types, schema['$ref'])];
  const alternatives = COMBINATIONS.flatMap(({ key, joint }): Inlines[] => {
    const parts = schema[key];
    return isList(parts) && parts.every(isSimple) && parts.length > 0
      ? [
          joinInlines(
            parts.map((part) => sayJsonType(types, part)),
            joint,
          ),
        ]
      : [];
  });
  const names = listTypes(schema);
  const nullable = schema['nullable'] === true && !names.includes('null') ? ['null'] : [];
  const words = [...names, ...nullable].map((name) =>
    name === 'array' ? sayArray(types, schema) : sayName(name, schema),
  );
  const all = [...(words.length === 0 ? [] : [joinInlines(words, ' or ')]), ...alternatives];
  if (all.length > 0) return joinInlines(all, ', ');
  const values = isList(schema['enum']) ? 'one of some values' : undefined;
  return [values ?? (Object.keys(schema).some((key) => STRUCTURE.has(key)) ? 'combined' : 'anything')];
}

/** What restricts the values, each in words. */
export function sayConstraints(schema: JsonObject): readonly Inlines[] {
  const told = Object.entries(CONSTRAINTS).flatMap(([key, words]): Inlines[] => {
    const value = Object.hasOwn(schema, key) ? schema[key] : undefined;
    if (value === undefined || value === false) return [];
    return [value === true ? [muted(words)] : [muted(`${words} `), code(formatLine(value))]];
  });
  const list = schema['enum'];
  const values: Inlines[] = isList(list)
    ? [[muted('One of '), ...joinInlines(list.map((value) => [code(formatLine(value))]))]]
    : [];
  return [...values, ...told];
}

/** Schemas that a word or a link tells. */
export function isSimple(schema: JsonValue | undefined): boolean {
  if (!isObject(schema)) return true;
  if (typeof schema['$ref'] === 'string') return true;
  return !Object.keys(schema).some(
    (key) => STRUCTURE.has(key) || key === 'items' || Object.hasOwn(CONSTRAINTS, key) || TOLD.has(key),
  );
}

export const COMBINATIONS = [
  { key: 'oneOf', joint: ' or ', words: 'one of' },
  { key: 'anyOf', joint: ' and/or ', words: 'any of' },
  { key: 'allOf', joint: ' and ', words: 'all of' },
] as const;

/** Keys under which other schemas lie. */
const STRUCTURE: ReadonlySet<string> = new Set([
  'properties',
  'patternProperties',
  'additionalProperties',
  'oneOf',
  'anyOf',
  'allOf',
  'not',
  'if',
  'then',
  'else',
  'contains',
  'dependencies',
  'dependentSchemas',
  'propertyNames',
  'additionalItems',
  'prefixItems',
]);

const TOLD: ReadonlySet<string> = new Set(['enum', 'title', 'description', 'default', 'examples']);

/** In the order in which they are told. */
const CONSTRAINTS: Readonly<Record<string, string>> = {
  const: 'Always',
  minimum: 'At least',
  exclusiveMinimum: 'More than',
  maximum: 'At most',
  exclusiveMaximum: 'Less than',
  multipleOf: 'A multiple of',
  minLength: 'Length at least',
  maxLength: 'Length at most',
  pattern: 'Matches',
  minItems: 'Items at least',
  maxItems: 'Items at most',
  uniqueItems: 'No item twice',
  minProperties: 'Properties at least',
  maxProperties: 'Properties at most',
  contentEncoding: 'Encoded as',
  contentMediaType: 'Content of type',
  discriminator: 'Told apart by',
  readOnly: 'Read only',
  writeOnly: 'Write only',
  deprecated: 'Deprecated',
};

function listTypes(schema: JsonObject): readonly string[] {
  const { type } = schema;
  if (typeof type === 'string') return [type];
  if (isList(type)) return type.filter((name) => typeof name === 'string');
  if (isObject(schema['properties']) || isObject(schema['patternProperties'])) return ['object'];
  return schema['items'] === undefined ? [] : ['array'];
}

function sayName(name: string, schema: JsonObject): Inlines {
  const { format } = schema;
  const hasFormat = typeof format === 'string' && name !== 'null' && name !== 'object' && name !== 'boolean';
  return hasFormat ? [code(name), ' ', muted(format)] : [code(name)];
}

function sayArray(types: TypeIndex, schema: JsonObject): Inlines {
  const { items } = schema;
  if (items === undefined || isList(items)) return [code('array')];
  return ['array of ', ...(isSimple(items) || isObject(items) ? sayJsonType(types, items) : ['anything'])];
}

function linkRef(types: TypeIndex, ref: string): Inline {
  const [, path] = /^#\/components\/schemas\/(.+)$/u.exec(ref) ?? [];
  const [name = '', ...rest] = (path ?? '').split('/').map(unescapePointer);
  const anchor = path === undefined ? undefined : types.anchorOfComponent(name);
  return anchor === undefined ? code(ref) : link(`#${anchor}`, [name, ...rest].join(' / '));
}

function unescapePointer(step: string): string {
  try {
    return decodeURIComponent(step).replaceAll('~1', '/').replaceAll('~0', '~');
  } catch {
    return step;
  }
}
