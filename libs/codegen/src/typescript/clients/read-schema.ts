import type { Model, SchemaUse } from '@sluice/asyncapi';
import type { JsonObject, JsonValue } from '@sluice/avro';

/** Follows references of a JSON Schema to where it says something itself; `true` where it goes round in a circle. */
export function followReferences(model: Model, schema: JsonValue): JsonValue {
  let found = schema;
  for (let depth = 0; depth < MAX_REFERENCES; depth++) {
    if (!isObject(found) || typeof found['$ref'] !== 'string') return found;
    const name = readPointer(found['$ref']);
    const component = model.components.schemas.find(({ id }) => id === name);
    if (component === undefined) return true;
    found = component.schema;
  }
  return true;
}

const MAX_REFERENCES = 32;

/** The JSON types that values may have; `undefined` where the schema does not say. */
export function listTypes(model: Model, schema: JsonValue): readonly string[] | undefined {
  const found = followReferences(model, schema);
  if (!isObject(found)) return undefined;
  const { type, enum: values } = found;
  if (typeof type === 'string') return [type];
  if (isArray(type)) return type.filter((item) => typeof item === 'string');
  const constant = found['const'];
  const listed = isArray(values) ? values : constant === undefined ? undefined : [constant];
  return listed && [...new Set(listed.map((item) => (item === null ? 'null' : typeof item)))];
}

/** Whether values are strings and nothing else. */
export function isString(model: Model, use: Pick<SchemaUse, 'schema'>): boolean {
  const types = listTypes(model, use.schema);
  return types?.length === 1 && types[0] === 'string';
}

/** The properties that a schema of an object names, those of the parts of an `allOf` among them. */
export function listProperties(model: Model, schema: JsonValue): ReadonlyMap<string, Property> {
  const properties = new Map<string, Property>();
  collect(schema, 0);
  return properties;

  function collect(part: JsonValue, depth: number): void {
    const found = followReferences(model, part);
    if (!isObject(found) || depth > MAX_REFERENCES) return;
    const { properties: named, required, allOf } = found;
    for (const inner of isArray(allOf) ? allOf : []) collect(inner, depth + 1);
    const names = new Set(isArray(required) ? required : []);
    for (const [name, property] of Object.entries(isObject(named) ? named : {})) {
      properties.set(name, { schema: property, isRequired: names.has(name) });
    }
    for (const [name, property] of properties) {
      if (names.has(name)) properties.set(name, { ...property, isRequired: true });
    }
  }
}

export interface Property {
  readonly schema: JsonValue;
  readonly isRequired: boolean;
}

/** The strings that a schema allows or proposes: its constant, its enum, its default. */
export function firstString(model: Model, use: SchemaUse | undefined): string | undefined {
  const schema = use === undefined ? undefined : followReferences(model, use.schema);
  if (schema === undefined || !isObject(schema)) return undefined;
  const { const: constant, default: proposed, enum: values } = schema;
  const candidates = [constant, proposed, ...(isArray(values) && values.length === 1 ? values : [])];
  return candidates.find((item) => typeof item === 'string');
}

/** `#/components/schemas/NAME` → `NAME`. */
function readPointer(ref: string): string {
  const name = decodeURIComponent(ref.replace(/^#\/components\/schemas\//, ''));
  return name.replaceAll('~1', '/').replaceAll('~0', '~');
}

export function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const isArray: (value: unknown) => value is readonly JsonValue[] = Array.isArray;
