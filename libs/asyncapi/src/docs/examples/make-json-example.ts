import type { JsonObject, JsonValue } from '@sluice/avro';
import type { Model } from '../../model/model.ts';
import { isList, isObject } from '../schema/json-words.ts';

const MAX_VALUES = 300;
const MAX_DEPTH = 8;

/**
 * A value that a JSON Schema describes, always the same: what it gives as an example, a default or a constant, else one
 * made of its type and its bounds. It need not fit: patterns and conditions are not followed.
 */
export function makeJsonExample(model: Model, schema: JsonValue): JsonValue | undefined {
  return make({ model, values: 0 }, schema, 'text', 0);
}

interface Making {
  readonly model: Model;
  values: number;
}

function make(making: Making, schema: JsonValue, name: string, depth: number): JsonValue | undefined {
  if (++making.values > MAX_VALUES || depth > MAX_DEPTH) return undefined;
  if (!isObject(schema)) return schema === false ? undefined : name;
  if (typeof schema['$ref'] === 'string') {
    const target = findTarget(making.model, schema['$ref']);
    return target === undefined ? undefined : make(making, target, name, depth + 1);
  }
  const given = firstOf(schema['examples']) ?? schema['const'] ?? schema['default'] ?? firstOf(schema['enum']);
  if (given !== undefined) return given;
  return makeMerged(making, schema, name, depth) ?? makeTyped(making, schema, name, depth);
}

function firstOf(list: JsonValue | undefined): JsonValue | undefined {
  return isList(list) ? list[0] : undefined;
}

/** Of the first alternative, or of all parts together. */
function makeMerged(making: Making, schema: JsonObject, name: string, depth: number): JsonValue | undefined {
  const { oneOf, anyOf, allOf } = schema;
  const one = firstOf(oneOf) ?? firstOf(anyOf);
  const parts = [...(isList(allOf) ? allOf : []), ...(one === undefined ? [] : [one])];
  if (parts.length === 0) return undefined;
  const values = parts.map((part) => make(making, part, name, depth + 1));
  const own = isObject(schema['properties']) ? makeObject(making, schema, depth) : undefined;
  const objects = [own, ...values].filter(isObject);
  if (objects.length === 0) return values[0];
  return Object.fromEntries(objects.flatMap((value) => Object.entries(value)));
}

function makeTyped(making: Making, schema: JsonObject, name: string, depth: number): JsonValue | undefined {
  const { type } = schema;
  const kind = isList(type) ? (type.find((item) => item !== 'null') ?? 'null') : type;
  switch (kind ?? (isObject(schema['properties']) ? 'object' : undefined)) {
    case 'object':
      return makeObject(making, schema, depth);
    case 'array':
      return makeArray(making, schema, name, depth);
    case 'integer':
    case 'number':
      return makeNumber(schema, kind === 'integer' ? 42 : 21.5);
    case 'boolean':
      return true;
    case 'null':
      return null;
    default:
      return makeText(schema, name);
  }
}

function makeObject(making: Making, schema: JsonObject, depth: number): JsonObject {
  const properties = isObject(schema['properties']) ? Object.entries(schema['properties']) : [];
  const required = isList(schema['required']) ? schema['required'] : [];
  const members = properties.flatMap(([name, part]): [string, JsonValue][] => {
    // What may be left out ends a recursion early.
    if (depth >= 3 && !required.includes(name)) return [];
    const value = make(making, part, name, depth + 1);
    return value === undefined ? [] : [[name, value]];
  });
  return Object.fromEntries(members);
}

function makeArray(making: Making, schema: JsonObject, name: string, depth: number): JsonValue {
  const { items } = schema;
  if (isList(items)) return items.flatMap((item) => make(making, item, name, depth + 1) ?? []);
  const item = items === undefined || depth >= 4 ? undefined : make(making, items, name, depth + 1);
  const count = typeof schema['minItems'] === 'number' ? Math.min(Math.max(schema['minItems'], 1), 10) : 1;
  return item === undefined ? [] : Array.from({ length: count }, () => item);
}

function makeNumber(schema: JsonObject, usual: number): number {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf } = schema;
  const low =
    typeof minimum === 'number' ? minimum : typeof exclusiveMinimum === 'number' ? exclusiveMinimum + 1 : undefined;
  const high =
    typeof maximum === 'number' ? maximum : typeof exclusiveMaximum === 'number' ? exclusiveMaximum - 1 : undefined;
  const value = Math.max(low ?? usual, Math.min(usual, high ?? usual));
  return typeof multipleOf === 'number' && multipleOf > 0 ? Math.ceil(value / multipleOf) * multipleOf : value;
}

const FORMATS: Readonly<Record<string, string>> = {
  'date-time': '2026-01-01T12:00:00Z',
  date: '2026-01-01',
  time: '12:00:00Z',
  duration: 'PT1H',
  email: 'someone@example.com',
  hostname: 'example.com',
  ipv4: '192.0.2.1',
  ipv6: '2001:db8::1',
  uri: 'https://example.com/',
  uuid: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
};

function makeText({ format, minLength, maxLength }: JsonObject, name: string): string {
  if (typeof format === 'string' && Object.hasOwn(FORMATS, format)) return FORMATS[format] ?? '';
  const least = typeof minLength === 'number' ? Math.min(minLength, 200) : 0;
  const text = name.padEnd(least, '.');
  return typeof maxLength === 'number' ? text.slice(0, Math.max(0, maxLength)) : text;
}

function findTarget(model: Model, ref: string): JsonValue | undefined {
  const [, path] = /^#\/components\/schemas\/(.+)$/u.exec(ref) ?? [];
  if (path === undefined) return undefined;
  const [name, ...steps] = path.split('/').map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
  let value: JsonValue | undefined = model.components.schemas.find(({ id }) => id === name)?.schema;
  for (const step of steps) value = isObject(value) && Object.hasOwn(value, step) ? value[step] : undefined;
  return value;
}
