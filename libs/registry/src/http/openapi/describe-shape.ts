import { ASSOCIATION, ASSOCIATION_ANSWER } from '../association-shapes.ts';
import { METADATA, REFERENCES, RULE_SET, SCHEMA_ANSWER, SCHEMA_TAGS } from '../contract-shapes.ts';
import { MAX_INTEGER, MAX_ITEMS } from '../request-shape.ts';
import type { FieldType, Shape } from '../request-shape.ts';
import { SCHEMA_BODY } from '../schema-body.ts';

/** A JSON Schema of draft 2020-12, as OpenAPI 3.1 has them. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Requests are held to limits of size, answers are not. */
export type Side = 'request' | 'answer';

export interface ShapeDescriber {
  describeType(type: FieldType, side: Side): JsonSchema;
  describeShape(shape: Shape, side: Side): JsonSchema;
  /** What has been described so far and has a name: `components.schemas` of the document. */
  readonly components: Readonly<Record<string, JsonSchema>>;
}

/** Shapes that have a name of their own in the document. */
const NAMES: ReadonlyMap<Shape, string> = new Map<Shape, string>([
  [ASSOCIATION.object, 'Association'],
  [ASSOCIATION_ANSWER.object, 'ResourceAssociations'],
  [METADATA.object, 'Metadata'],
  [REFERENCES.list, 'Reference'],
  [RULE_SET.object, 'RuleSet'],
  [RULE_SET.object.domainRules.list, 'Rule'],
  [SCHEMA_ANSWER.object, 'Schema'],
  [SCHEMA_BODY, 'Schema'],
  [SCHEMA_TAGS.list, 'SchemaTags'],
]);

/** An integer that fits a request: Confluent's registry reads them into 32 bits. */
export const INT32: JsonSchema = { type: 'integer', format: 'int32', minimum: -MAX_INTEGER, maximum: MAX_INTEGER };

/** The shapes of requests and answers as JSON Schemas; those with a name are referred to. */
export function createShapeDescriber(): ShapeDescriber {
  const components: Record<string, JsonSchema> = {};

  function describeType(type: FieldType, side: Side): JsonSchema {
    const isRequest = side === 'request';
    const listOf = (items: JsonSchema) => ({ type: 'array', ...(isRequest && { maxItems: MAX_ITEMS }), items });
    switch (type) {
      case 'string':
      case 'boolean':
        return { type };
      case 'integer':
        return isRequest ? INT32 : { type: 'integer', format: 'int64' };
      case 'strings':
        return listOf({ type: 'string' });
    }
    if ('oneOf' in type) return { type: 'string', enum: type.oneOf };
    if ('object' in type) return describeShape(type.object, side);
    if ('list' in type) return listOf(describeShape(type.list, side));
    if ('always' in type) return describeType(type.always, side);
    if ('nullable' in type) return { anyOf: [describeType(type.nullable, side), { type: 'null' }] };
    const items = describeType(type.map === 'string' ? 'string' : 'strings', side);
    return { type: 'object', ...(isRequest && { maxProperties: MAX_ITEMS }), additionalProperties: items };
  }

  function describeShape(shape: Shape, side: Side): JsonSchema {
    const shared = NAMES.get(shape);
    if (shared === undefined) return describeFields(shape, side);
    const name = side === 'request' ? `${shared}Request` : shared;
    components[name] ??= describeFields(shape, side);
    return { $ref: `#/components/schemas/${name}` };
  }

  function describeFields(shape: Shape, side: Side): JsonSchema {
    const fields = Object.entries(shape);
    const required = fields.filter(([, type]) => typeof type === 'object' && 'always' in type).map(([name]) => name);
    const properties = Object.fromEntries(fields.map(([name, type]) => [name, describeType(type, side)]));
    return { type: 'object', properties, ...(required.length > 0 && { required }) };
  }

  return { describeType, describeShape, components };
}
