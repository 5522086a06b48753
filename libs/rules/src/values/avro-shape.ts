import { SchemaParser, shapeUnion } from '@sluice/avro';
import type { RecordField, RecordSchema, Schema, UnionSchema } from '@sluice/avro';
import type { ContractSchema } from '@sluice/serde';
import {
  checkDepth,
  fromCel,
  fromJsonValue,
  guessCel,
  isPlain,
  mapObject,
  toCelInt,
  toJsonValue,
  withField,
} from './cel-values.ts';
import { createTagFinder } from './field-tags.ts';
import { PRIMITIVE_NAMES } from './value-shape.ts';
import type { FieldPlace, FieldTypeName, FieldVisitor, ValueShape } from './value-shape.ts';

/** Values as our codecs give and take them. A value of a tagged branch is seen with its tag in records, and without it as a field. */
export function openAvroShape({ schema: text, references, metadata }: ContractSchema): ValueShape {
  const parser = new SchemaParser();
  for (const { schema, name } of references) parser.parse(schema, `reference ${name}`);
  const schema = parser.parse(text);
  const findTags = createTagFinder(metadata);

  function mapValue(
    type: Schema,
    value: unknown,
    place: FieldPlace | undefined,
    visit: FieldVisitor,
    depth: number,
  ): unknown {
    checkDepth(depth);
    if (value === null || value === undefined) return value;
    if (type.type === 'union') {
      const { branch, tag, inner } = chooseBranch(type, value);
      if (branch === undefined) return value;
      const mapped = mapValue(branch, inner, place, visit, depth + 1);
      return tag === undefined ? mapped : { [tag]: mapped };
    }
    if (type.type === 'array') {
      return Array.isArray(value) ? value.map((item) => mapValue(type.items, item, place, visit, depth + 1)) : value;
    }
    if (type.type === 'map') {
      return isPlain(value)
        ? mapObject(value, (inner) => mapValue(type.values, inner, place, visit, depth + 1))
        : value;
    }
    if (type.type === 'record') return isPlain(value) ? mapRecord(type, value, visit, depth) : value;
    const typeName = TYPE_NAMES[type.type];
    if (place === undefined || !PRIMITIVE_NAMES.has(typeName)) return value;
    const result = visit(place, typeName, toCelValue(type, value, depth));
    return result === undefined ? value : fromCel(result, value);
  }

  function mapRecord(
    type: RecordSchema,
    value: Readonly<Record<string, unknown>>,
    visit: FieldVisitor,
    depth: number,
  ): unknown {
    let mapped = value;
    for (const field of type.fields) {
      if (!Object.hasOwn(mapped, field.name)) continue;
      const before = mapped;
      const place = openPlace(type, field, () => toCelValue(type, before, depth));
      const result = mapValue(field.schema, value[field.name], place, visit, depth + 1);
      if (result !== value[field.name]) mapped = withField(mapped, field.name, result);
    }
    return mapped;
  }

  function openPlace({ name }: RecordSchema, field: RecordField, message: () => unknown): FieldPlace {
    const fullName = `${name}.${field.name}`;
    return { fullName, name: field.name, tags: findTags(fullName, field.props['confluent:tags']), message };
  }

  return {
    toCel: (value) => toCelValue(schema, value, 0),
    fromCel,
    toJson: (value) => toJsonValue(value),
    fromJson: (result) => fromJsonValue(result),
    mapFields: (value, visit) => mapValue(schema, value, undefined, visit, 0),
  };
}

const TYPE_NAMES = {
  record: 'RECORD',
  enum: 'ENUM',
  array: 'ARRAY',
  map: 'MAP',
  fixed: 'FIXED',
  string: 'STRING',
  bytes: 'BYTES',
  int: 'INT',
  long: 'LONG',
  float: 'FLOAT',
  double: 'DOUBLE',
  boolean: 'BOOLEAN',
  null: 'NULL',
} as const satisfies Record<Exclude<Schema['type'], 'union'>, FieldTypeName>;

/** int and long are CEL's int, float and double its double; a Date that a logical type shows is a timestamp. */
function toCelValue(schema: Schema, value: unknown, depth: number): unknown {
  checkDepth(depth);
  if (value === null || value === undefined) return null;
  if (schema.type === 'int' || schema.type === 'long') return toCelInt(value);
  if (schema.type === 'float' || schema.type === 'double') return value;
  if (schema.type === 'union') {
    const { branch, tag, inner } = chooseBranch(schema, value);
    if (branch === undefined) return guessCel(value, depth);
    const seen = toCelValue(branch, inner, depth + 1);
    return tag === undefined ? seen : { [tag]: seen };
  }
  if (schema.type === 'array' && Array.isArray(value))
    return value.map((item) => toCelValue(schema.items, item, depth + 1));
  if (schema.type === 'map' && isPlain(value))
    return mapObject(value, (inner) => toCelValue(schema.values, inner, depth + 1));
  if (schema.type === 'record' && isPlain(value)) {
    const types = fieldTypes(schema);
    return mapObject(value, (inner, key) => {
      const type = types.get(key);
      // Of another version: a migration's value has fields that this one does not know.
      return type === undefined ? guessCel(inner, depth + 1) : toCelValue(type, inner, depth + 1);
    });
  }
  return guessCel(value, depth);
}

const typesOfFields = new WeakMap<RecordSchema, ReadonlyMap<string, Schema>>();

function fieldTypes(schema: RecordSchema): ReadonlyMap<string, Schema> {
  let types = typesOfFields.get(schema);
  if (types === undefined) {
    types = new Map(schema.fields.map((field) => [field.name, field.schema]));
    typesOfFields.set(schema, types);
  }
  return types;
}

interface Choice {
  readonly branch: Schema | undefined;
  /** Undefined for a value that stands bare. */
  readonly tag?: string;
  readonly inner: unknown;
}

/** The branch of a value by its tag, or by what kind of JavaScript value it is. */
function chooseBranch(union: UnionSchema, value: unknown): Choice {
  const { names, tagged } = shapeUnion(union);
  const keys = isPlain(value) ? Object.keys(value) : [];
  const [tag] = keys;
  if (isPlain(value) && tag !== undefined && keys.length === 1) {
    const index = names.indexOf(tag);
    if (index >= 0 && tagged[index] === true) return { branch: union.branches[index], tag, inner: value[tag] };
  }
  const bare = union.branches.filter((_, index) => tagged[index] !== true);
  const branch = bare.find(({ type }) => KINDS[type].includes(kindOf(value)));
  // A logical type may show another kind of value: of one branch beside null there is no doubt.
  const only = bare.filter(({ type }) => type !== 'null');
  return { branch: branch ?? (only.length === 1 ? only[0] : undefined), inner: value };
}

const KINDS: Readonly<Record<Schema['type'], readonly string[]>> = {
  null: [],
  boolean: ['boolean'],
  int: ['number', 'bigint'],
  long: ['number', 'bigint'],
  float: ['number'],
  double: ['number'],
  string: ['string'],
  enum: ['string'],
  bytes: ['bytes'],
  fixed: ['bytes'],
  array: ['array'],
  record: ['plain'],
  map: ['plain'],
  union: [],
};

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (value instanceof Uint8Array) return 'bytes';
  return isPlain(value) ? 'plain' : typeof value;
}
