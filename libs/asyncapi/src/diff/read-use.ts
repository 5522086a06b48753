import { SchemaFormatError } from '@sluice/formats';
import type { ParsedSchema, SchemaFormat } from '@sluice/formats';
import { jsonSchemaFormat } from '@sluice/formats/json-schema';
import { protobufFormat } from '@sluice/formats/protobuf';
import type { JsonValue } from '@sluice/avro';
import type { Components } from '../model/model.ts';
import type { SchemaUse } from '../model/schema-use.ts';
import { parseFragment } from '../source/pointer.ts';
import { writeJson } from '../source/write-json.ts';

/** Components that one schema may reach: more make no difference that anybody would read. */
const MOST_COMPONENTS = 2000;

type ModelOf<Format> = Format extends SchemaFormat<infer Model> ? Model : never;

/** The schema as the registry's compatibility engine takes it; undefined where it is not valid. */
export function readProtobuf({ schema }: SchemaUse): ParsedSchema<ModelOf<typeof protobufFormat>> | undefined {
  return typeof schema === 'string' ? parse(protobufFormat, schema) : undefined;
}

/** As {@link readProtobuf}, with the components that a JSON Schema refers to. */
export function readJson(
  { schema }: SchemaUse,
  components: Components,
): ParsedSchema<ModelOf<typeof jsonSchemaFormat>> | undefined {
  return parse(jsonSchemaFormat, writeJson(bundle(schema, components)));
}

function parse<Model>(format: SchemaFormat<Model>, text: string): ParsedSchema<Model> | undefined {
  try {
    return format.parse(text);
  } catch (error) {
    if (error instanceof SchemaFormatError) return undefined;
    throw error;
  }
}

/** The schema with `components.schemas` beside its keywords, where its references lead. */
function bundle(schema: JsonValue, { schemas }: Components): JsonValue {
  const all = new Map(schemas.map((component) => [component.id, component.schema]));
  const reached = new Map<string, JsonValue>();
  const stack: JsonValue[] = [schema];
  const seen = new Set<JsonValue>();
  for (let value = stack.pop(); value !== undefined; value = stack.pop()) {
    if (typeof value !== 'object' || value === null || seen.has(value)) continue;
    seen.add(value);
    const ref: unknown = Reflect.get(value, '$ref');
    const [section, kind, name] = (typeof ref === 'string' && ref.startsWith('#') && parseFragment(ref.slice(1))) || [];
    const target = section === 'components' && kind === 'schemas' && name !== undefined ? all.get(name) : undefined;
    if (target !== undefined && name !== undefined && !reached.has(name) && reached.size < MOST_COMPONENTS) {
      reached.set(name, target);
      stack.push(target);
    }
    stack.push(...Object.values(value));
  }
  if (reached.size === 0 || typeof schema !== 'object' || schema === null || isList(schema)) return schema;
  // A keyword that a schema of draft 7 must not have beside `$ref`, where it would be overlooked.
  const root = '$ref' in schema ? { allOf: [schema] } : schema;
  return { ...root, components: { schemas: Object.fromEntries(reached) } };
}

const isList: (value: unknown) => value is readonly JsonValue[] = Array.isArray;
