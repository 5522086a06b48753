import type { JsonObject, JsonValue } from '@sluice/avro';
import {
  arrayOf,
  dictionaryOf,
  intersectionOf,
  literalOf,
  optionalItem,
  simpleType,
  tagOf,
  tupleOf,
  typeDoc,
  unionOf,
} from '../text/type-text.ts';
import type { TypeText } from '../text/type-text.ts';
import {
  componentOf,
  entriesOf,
  hasProperties,
  isJsonObject,
  listOf,
  ownOf,
  plainObject,
  typesOf,
} from './json-schema.ts';

/** Where types stand, and what they lead to. */
export interface SchemaContext {
  /** Declares a type for a part of the schema, and gives its name. */
  declarePart(schema: JsonValue, hint: string): string;
  /** The name of the type of what a reference within the schema leads to, if anything. */
  declareLocal(ref: string): string | undefined;
  /** The name that a component's type has here; undefined where there is none. */
  nameOf(component: string): string | undefined;
  /** Whether a reference leads to what is nothing but itself. */
  isCircular(ref: string): boolean;
  /** The property that tells the kinds of what a reference leads to apart, if it says so. */
  discriminatorOf(ref: string): string | undefined;
  /** The name of the component that the text is of, which is what a discriminator holds. */
  readonly component: string | undefined;
}

const UNKNOWN = simpleType('unknown');

/**
 * The type of a schema's values. Objects with properties get a declaration of their own, called by `hint`; `isRoot`
 * where this is that declaration.
 */
export function printSchemaType(to: SchemaContext, schema: JsonValue, hint: string, isRoot = false): TypeText {
  if (schema === false) return simpleType('never');
  if (!isJsonObject(schema)) return UNKNOWN;
  if (!isRoot && plainObject(schema) !== undefined) return referTo(to.declarePart(schema, hint));
  const { $ref } = schema;
  if (typeof $ref === 'string') return printReference(to, $ref);
  const parts = [printOwn(to, schema, hint), ...printCombined(to, schema, hint)].filter(
    ({ kind }) => kind !== 'unknown',
  );
  return intersectionOf(parts);
}

function printReference(to: SchemaContext, ref: string): TypeText {
  if (to.isCircular(ref)) return UNKNOWN;
  const component = componentOf(ref);
  const name = component === undefined ? to.declareLocal(ref) : to.nameOf(component);
  return name === undefined ? UNKNOWN : referTo(name);
}

function referTo(name: string): TypeText {
  return { ...simpleType(name), kind: undefined };
}

/** What the schema's own keywords say, but for those that combine others. */
function printOwn(to: SchemaContext, schema: JsonObject, hint: string): TypeText {
  const fixed = ownOf(schema, 'const');
  if (fixed !== undefined) return literalOf(fixed);
  const listed = ownOf(schema, 'enum');
  const isNullable = schema['nullable'] === true;
  if (Array.isArray(listed)) return unionOf([...listed, ...(isNullable ? [null] : [])].map(literalOf));
  const types = typesOf(schema);
  if (types.length === 0) return UNKNOWN;
  return unionOf(types.map((type) => printNamed(to, type, schema, hint)));
}

function printNamed(to: SchemaContext, type: string, schema: JsonObject, hint: string): TypeText {
  switch (type) {
    case 'null':
    case 'boolean':
    case 'string':
    case 'number':
      return simpleType(type);
    case 'integer':
      return simpleType('number');
    case 'array':
      return printArray(to, schema, hint);
    case 'object':
      return printObject(to, schema, hint);
    default:
      return UNKNOWN;
  }
}

function printObject(to: SchemaContext, schema: JsonObject, hint: string): TypeText {
  if (!hasProperties(schema)) return dictionaryOf(printOthers(to, hint, schema) ?? UNKNOWN);
  const keywords = ['properties', 'required', 'additionalProperties', 'patternProperties'];
  const own = Object.fromEntries(Object.entries(schema).filter(([key]) => keywords.includes(key)));
  return referTo(to.declarePart({ type: 'object', ...own }, `${hint} fields`));
}

function printArray(to: SchemaContext, schema: JsonObject, hint: string): TypeText {
  const { items, prefixItems, additionalItems, minItems } = schema;
  const isOld = Array.isArray(items);
  if (!isOld && !Array.isArray(prefixItems)) {
    return arrayOf(items === undefined ? UNKNOWN : printSchemaType(to, items, `${hint} item`));
  }
  const first = listOf(isOld ? items : prefixItems).map((item, index) => {
    const type = printSchemaType(to, item, `${hint} item ${index + 1}`);
    return index < (typeof minItems === 'number' ? minItems : 0) ? typeDoc(type) : optionalItem(type);
  });
  const rest = isOld ? additionalItems : items;
  if (rest === false) return tupleOf(first);
  const others = rest === undefined ? UNKNOWN : printSchemaType(to, rest, `${hint} item`);
  return tupleOf([...first, ['...', typeDoc(arrayOf(others))]]);
}

function printCombined(to: SchemaContext, schema: JsonObject, hint: string): readonly TypeText[] {
  const all = listOf(schema['allOf']);
  const kinds = all.flatMap((item) => {
    const ref = isJsonObject(item) ? item['$ref'] : undefined;
    const property = typeof ref === 'string' && to.component !== undefined ? to.discriminatorOf(ref) : undefined;
    return property === undefined ? [] : [tagOf(property, literalOf(to.component ?? null))];
  });
  const members = all.map((item) => printSchemaType(to, item, isJsonObject(item) ? `${hint} own` : hint));
  const unions = ['anyOf', 'oneOf'].flatMap((keyword) => {
    const items = listOf(schema[keyword]);
    if (items.length === 0) return [];
    return [unionOf(items.map((item, index) => printSchemaType(to, item, `${hint} option ${index + 1}`)))];
  });
  return [...members, ...kinds, ...unions];
}

/** The type of properties that are not named; undefined where the schema does not speak of them. */
export function printOthers(to: SchemaContext, name: string, schema: JsonObject): TypeText | undefined {
  const additional = schema['additionalProperties'];
  const patterns = entriesOf(schema, 'patternProperties').map(([, item]) => printSchemaType(to, item, `${name} value`));
  const rest =
    additional === undefined || additional === false ? [] : [printSchemaType(to, additional, `${name} value`)];
  return patterns.length + rest.length === 0 ? undefined : unionOf([...patterns, ...rest]);
}
