import { Duration } from '@marcbachmann/cel-js/evaluator';
import { findMessage, messagesOf, parseProtobuf } from '@sluice/formats/protobuf';
import type { FieldDescriptor, MessageDescriptor, OptionValue, ScalarType, ValueType } from '@sluice/formats/protobuf';
import type { ContractSchema } from '@sluice/serde';
import {
  checkDepth,
  fromCel,
  fromJsonValue,
  guessCel,
  isPlain,
  mapObject,
  toCelInt,
  toCelUint,
  toJsonValue,
  withField,
} from './cel-values.ts';
import { createTagFinder } from './field-tags.ts';
import { PRIMITIVE_NAMES } from './value-shape.ts';
import type { FieldPlace, FieldTypeName, FieldVisitor, ValueShape } from './value-shape.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * Plain objects of messages. Expressions know fields by their own names, as the schema writes them; values have those of
 * protobuf's JSON, and come back with them.
 */
export function openProtobufShape(
  { schema, references, metadata }: ContractSchema,
  name: string | undefined,
): ValueShape {
  const { file } = parseProtobuf(schema, references);
  const message = name === undefined ? messagesOf(file)[0] : findMessage(file, name);
  if (message === undefined)
    throw new RangeError(name === undefined ? 'it has no message' : `it has no message ${name}`);
  const findTags = createTagFinder(metadata);

  function mapMessage(type: MessageDescriptor, value: Fields, visit: FieldVisitor, depth: number): unknown {
    checkDepth(depth);
    let mapped = value;
    for (const field of type.fields) {
      const key = keyOf(field, value);
      const inner = key === undefined ? defaultOf(field) : value[key];
      // Maps are left alone, as Confluent's clients leave them.
      if (inner === undefined || inner === null || field.type.kind === 'map') continue;
      const before = mapped;
      const place = openPlace(type, field, () => toCelMessage(type, before, depth));
      const result = mapItems(field.type, inner, place, visit, depth + 1);
      if (result !== inner) mapped = withField(mapped, key ?? field.jsonName, result);
    }
    return mapped;
  }

  function mapItems(type: ValueType, value: unknown, place: FieldPlace, visit: FieldVisitor, depth: number): unknown {
    if (Array.isArray(value)) return value.map((item) => mapItems(type, item, place, visit, depth + 1));
    if (type.kind === 'message')
      return isPlain(value) && !isSpecial(type.message) ? mapMessage(type.message, value, visit, depth) : value;
    if (type.kind === 'enum') return value;
    const typeName = SCALAR_NAMES[type.scalar];
    if (!PRIMITIVE_NAMES.has(typeName)) return value;
    const result = visit(place, typeName, toCelScalar(type.scalar, value));
    return result === undefined ? value : fromCel(result, value);
  }

  function openPlace(type: MessageDescriptor, field: FieldDescriptor, message: () => unknown): FieldPlace {
    const fullName = `${type.fullName}.${field.name}`;
    return { fullName, name: field.name, tags: findTags(fullName, readFieldTags(field)), message };
  }

  return {
    toCel: (value) => (isPlain(value) ? toCelMessage(message, value, 0) : value),
    fromCel: (result, like) => fromCelMessage(message, fromCel(result, undefined), like, 0),
    toJson: (value) => toJsonValue(isPlain(value) ? renameFields(message, value, 'name', 0) : value),
    fromJson: (result) => {
      const plain = fromJsonValue(result);
      return isPlain(plain) ? renameFields(message, plain, 'jsonName', 0) : plain;
    },
    mapFields: (value, visit) => (isPlain(value) ? mapMessage(message, value, visit, 0) : value),
  };
}

const INT = { int: 'INT', long: 'LONG' } as const;

const SCALAR_NAMES: Readonly<Record<ScalarType, FieldTypeName>> = {
  string: 'STRING',
  bytes: 'BYTES',
  int32: INT.int,
  sint32: INT.int,
  uint32: INT.int,
  fixed32: INT.int,
  sfixed32: INT.int,
  int64: INT.long,
  sint64: INT.long,
  uint64: INT.long,
  fixed64: INT.long,
  sfixed64: INT.long,
  float: 'FLOAT',
  double: 'DOUBLE',
  bool: 'BOOLEAN',
};

const UNSIGNED: ReadonlySet<ScalarType> = new Set<ScalarType>(['uint32', 'uint64', 'fixed32', 'fixed64']);
const FLOATING: ReadonlySet<ScalarType> = new Set<ScalarType>(['float', 'double']);
const TIMESTAMP = 'google.protobuf.Timestamp';
const DURATION = 'google.protobuf.Duration';

function isSpecial({ fullName }: MessageDescriptor): boolean {
  return fullName === TIMESTAMP || fullName === DURATION || isWrapper(fullName);
}

function isWrapper(fullName: string): boolean {
  return /^google\.protobuf\.(?:Bool|Bytes|Double|Float|Int32|Int64|String|UInt32|UInt64)Value$/.test(fullName);
}

/** The name that a value has a field under, if it has it. */
function keyOf(field: FieldDescriptor, value: Fields): string | undefined {
  if (Object.hasOwn(value, field.jsonName)) return field.jsonName;
  return Object.hasOwn(value, field.name) ? field.name : undefined;
}

/** A plain field of proto3 always has a value. */
function defaultOf({ label, type, oneof }: FieldDescriptor): unknown {
  if (label !== 'implicit' || oneof !== undefined) return undefined;
  if (type.kind === 'enum') return type.enum.values[0]?.number ?? 0;
  if (type.kind !== 'scalar') return undefined;
  if (type.scalar === 'string') return '';
  if (type.scalar === 'bytes') return new Uint8Array();
  return type.scalar === 'bool' ? false : 0;
}

function toCelMessage(type: MessageDescriptor, value: Fields, depth: number): unknown {
  checkDepth(depth);
  if (type.fullName === TIMESTAMP)
    return new Date(Number(value['seconds'] ?? 0) * 1000 + Math.floor(Number(value['nanos'] ?? 0) / 1e6));
  if (type.fullName === DURATION) return new Duration(BigInt(toInteger(value['seconds'])), toInteger(value['nanos']));
  if (isWrapper(type.fullName)) {
    const [field] = type.fields;
    return field === undefined ? null : toCelField(field, value['value'] ?? defaultOf(field), depth);
  }
  const entries: [string, unknown][] = [];
  for (const field of type.fields) {
    const key = keyOf(field, value);
    const inner = key === undefined ? (field.label === 'repeated' ? emptyOf(field) : defaultOf(field)) : value[key];
    if (inner !== undefined) entries.push([field.name, toCelField(field, inner, depth + 1)]);
  }
  return Object.fromEntries(entries);
}

function toInteger(value: unknown): number {
  const number = Number(value ?? 0);
  return Number.isSafeInteger(number) ? number : 0;
}

function emptyOf({ type }: FieldDescriptor): unknown {
  return type.kind === 'map' ? {} : [];
}

function toCelField({ type }: FieldDescriptor, value: unknown, depth: number): unknown {
  if (type.kind === 'map') {
    const { value: of } = type;
    const entries = value instanceof Map ? Object.fromEntries(value) : value;
    return isPlain(entries) ? mapObject(entries, (inner) => toCelItem(of, inner, depth)) : guessCel(entries, depth);
  }
  return Array.isArray(value) ? value.map((item) => toCelItem(type, item, depth)) : toCelItem(type, value, depth);
}

function toCelItem(type: ValueType, value: unknown, depth: number): unknown {
  if (type.kind === 'message')
    return isPlain(value) ? toCelMessage(type.message, value, depth) : guessCel(value, depth);
  if (type.kind === 'scalar') return toCelScalar(type.scalar, value);
  const known = type.enum.values.find(({ name }) => name === value);
  return toCelInt(known?.number ?? value);
}

function toCelScalar(scalar: ScalarType, value: unknown): unknown {
  if (UNSIGNED.has(scalar)) return toCelUint(value);
  return FLOATING.has(scalar) || typeof value === 'boolean' || value instanceof Uint8Array || scalar === 'string'
    ? value
    : toCelInt(value);
}

/** What CEL made of a message, under the names and in the forms of decoded values. */
function fromCelMessage(type: MessageDescriptor, result: unknown, like: unknown, depth: number): unknown {
  checkDepth(depth);
  if (result instanceof Date && type.fullName === TIMESTAMP) {
    const seconds = Math.floor(result.getTime() / 1000);
    return { seconds: BigInt(seconds), nanos: (result.getTime() - seconds * 1000) * 1e6 };
  }
  if (result instanceof Duration) return { seconds: result.seconds, nanos: result.nanos };
  if (isWrapper(type.fullName) && !isPlain(result)) return { value: result };
  if (!isPlain(result)) return result;
  const likes: Fields = isPlain(like) ? like : {};
  const fields = new Map(
    type.fields.flatMap((field) => [[field.name, field] as const, [field.jsonName, field] as const]),
  );
  return Object.fromEntries(
    Object.entries(result).map(([key, value]) => {
      const field = fields.get(key);
      if (field === undefined) return [key, value];
      return [field.jsonName, fromCelField(field, value, likes[field.jsonName] ?? likes[field.name], depth + 1)];
    }),
  );
}

function fromCelField({ type }: FieldDescriptor, value: unknown, like: unknown, depth: number): unknown {
  const item = type.kind === 'map' ? type.value : type;
  const convert = (inner: unknown): unknown => {
    if (item.kind === 'message') return fromCelMessage(item.message, inner, like, depth);
    if (item.kind === 'enum') return item.enum.values.find(({ number }) => number === inner)?.name ?? inner;
    return SCALAR_NAMES[item.scalar] === 'LONG' && typeof inner === 'number' && Number.isInteger(inner)
      ? BigInt(inner)
      : inner;
  };
  if (type.kind === 'map') return isPlain(value) ? mapObject(value, convert) : value;
  return Array.isArray(value) ? value.map(convert) : convert(value);
}

/** The same value with its fields under their own names, or those of protobuf's JSON. */
function renameFields(type: MessageDescriptor, value: Fields, form: 'name' | 'jsonName', depth: number): Fields {
  checkDepth(depth);
  const fields = new Map(
    type.fields.flatMap((field) => [[field.name, field] as const, [field.jsonName, field] as const]),
  );
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      const field = fields.get(key);
      return field === undefined ? [key, inner] : [field[form], renameItems(field, inner, form, depth + 1)];
    }),
  );
}

function renameItems({ type }: FieldDescriptor, value: unknown, form: 'name' | 'jsonName', depth: number): unknown {
  const item = type.kind === 'map' ? type.value : type;
  if (item.kind !== 'message') return value;
  const rename = (inner: unknown): unknown => (isPlain(inner) ? renameFields(item.message, inner, form, depth) : inner);
  if (type.kind === 'map') return isPlain(value) ? mapObject(value, rename) : value;
  return Array.isArray(value) ? value.map(rename) : rename(value);
}

/** `(confluent.field_meta).tags`, in each of the ways to write it. */
function readFieldTags({ options }: FieldDescriptor): readonly string[] {
  return options
    .filter(({ isCustom, name }) => isCustom && name.replace(/^\./, '') === 'confluent.field_meta')
    .flatMap(({ value }) => readMeta(value));
}

function readMeta(value: OptionValue): readonly string[] {
  if (value.kind === 'option') return value.option.name === 'tags' ? readTexts(value.option.value) : [];
  const tags = value.kind === 'map' ? value.entries.get('tags') : undefined;
  return tags === undefined ? [] : readTexts(tags);
}

function readTexts(value: OptionValue): readonly string[] {
  if (value.kind === 'list') return value.items.flatMap(readTexts);
  return value.kind === 'string' ? [value.text] : [];
}
