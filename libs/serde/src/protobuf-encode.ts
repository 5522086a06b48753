import type {
  EnumDescriptor,
  FieldDescriptor,
  MessageDescriptor,
  ScalarType,
  ValueType,
} from '@sluice/formats/protobuf';
import { ProtobufWriter } from './protobuf-writer.ts';
import type { SerdeFinding } from './serde-error.ts';

/** Why a value is no message of its type: where, and what was expected there. */
export class ProtobufValueError extends Error {
  readonly finding: SerdeFinding;

  constructor(finding: SerdeFinding) {
    super(
      `${finding.path === '' ? 'the value itself' : finding.path}: expected ${finding.expected}, found ${finding.found}`,
    );
    this.name = 'ProtobufValueError';
    this.finding = finding;
  }
}

/** Protobuf's own limit of nesting, for readers elsewhere; it also ends objects that hold themselves. */
const MAX_DEPTH = 100;

/** How each scalar type stands on the wire. */
export const WIRE_TYPES: Readonly<Record<ScalarType, 0 | 1 | 2 | 5>> = {
  double: 1,
  float: 5,
  int32: 0,
  int64: 0,
  uint32: 0,
  uint64: 0,
  sint32: 0,
  sint64: 0,
  fixed32: 5,
  fixed64: 1,
  sfixed32: 5,
  sfixed64: 1,
  bool: 0,
  string: 2,
  bytes: 2,
};

/**
 * Makes the function that turns plain objects into bytes of `message`, fields in the order of their numbers. Names may be
 * the fields' own or those of protobuf's JSON; 64-bit integers are bigint (or safe integers), bytes are Uint8Array, enums
 * names (or numbers), maps objects or Maps; of a oneof one field may be there. Throws {@link ProtobufValueError}.
 */
export function compileEncoder(message: MessageDescriptor): (value: unknown) => Uint8Array {
  const writer = new ProtobufWriter();
  return (value) => {
    writer.reset();
    writeMessage(writer, message, value, [], 0);
    return writer.finish();
  };
}

function writeMessage(
  writer: ProtobufWriter,
  message: MessageDescriptor,
  value: unknown,
  path: string[],
  depth: number,
): void {
  if (depth > MAX_DEPTH) fail(path, `at most ${MAX_DEPTH} nested messages`, 'one more');
  if (!isObject(value)) fail(path, `an object (${message.fullName})`, describe(value));
  const known = namesOf(message);
  for (const name of Object.keys(value)) {
    if (!known.has(name) && value[name] !== undefined)
      fail([...path, name], `a field of ${message.fullName}`, 'no such field');
  }
  let set: Set<unknown> | undefined;
  for (const field of message.fields) {
    const fieldValue = readField(value, field);
    if (fieldValue === undefined || fieldValue === null) {
      if (field.label === 'required') fail([...path, field.jsonName], 'a value for a required field', 'none');
      continue;
    }
    if (field.oneof !== undefined) {
      set ??= new Set();
      if (set.has(field.oneof))
        fail([...path, field.jsonName], `one field of oneof ${field.oneof.name}`, 'another one too');
      set.add(field.oneof);
    }
    path.push(field.jsonName);
    writeField(writer, field, fieldValue, path, depth);
    path.pop();
  }
}

function writeField(
  writer: ProtobufWriter,
  field: FieldDescriptor,
  value: unknown,
  path: string[],
  depth: number,
): void {
  const { type, number } = field;
  if (type.kind === 'map') writeMap(writer, field, type.key, type.value, value, path, depth);
  else if (field.label === 'repeated') writeList(writer, field, type, value, path, depth);
  else if (field.label !== 'implicit' || !isDefault(type, value)) {
    writeTag(writer, number, type);
    writeValue(writer, type, value, path, depth, number);
  }
}

function writeList(
  writer: ProtobufWriter,
  { number, isPacked }: FieldDescriptor,
  type: ValueType,
  value: unknown,
  path: string[],
  depth: number,
): void {
  if (!Array.isArray(value)) fail(path, 'an array', describe(value));
  if (value.length === 0) return;
  const name = path.pop() ?? '';
  let start = 0;
  if (isPacked) {
    writer.varint32((number << 3) | 2);
    start = writer.begin();
  }
  for (let index = 0; index < value.length; index++) {
    path.push(`${name}[${index}]`);
    if (!isPacked) writeTag(writer, number, type);
    writeValue(writer, type, value[index], path, depth, number);
    path.pop();
  }
  if (isPacked) writer.end(start);
  path.push(name);
}

function writeMap(
  writer: ProtobufWriter,
  { number }: FieldDescriptor,
  key: ScalarType,
  type: ValueType,
  value: unknown,
  path: string[],
  depth: number,
): void {
  if (!isObject(value)) fail(path, 'an object or a Map', describe(value));
  const entries: Iterable<readonly [unknown, unknown]> = value instanceof Map ? value : Object.entries(value);
  const name = path.pop() ?? '';
  for (const [entryKey, entryValue] of entries) {
    path.push(`${name}[${JSON.stringify(String(entryKey))}]`);
    writer.varint32((number << 3) | 2);
    const start = writer.begin();
    writeTag(writer, 1, { kind: 'scalar', scalar: key });
    writeScalar(writer, key, value instanceof Map ? entryKey : fromKey(key, String(entryKey)), path);
    writeTag(writer, 2, type);
    writeValue(writer, type, entryValue, path, depth, 2);
    writer.end(start);
    path.pop();
  }
  path.push(name);
}

function writeTag(writer: ProtobufWriter, number: number, type: ValueType): void {
  let wire = 2;
  if (type.kind === 'enum') wire = 0;
  else if (type.kind === 'scalar') wire = WIRE_TYPES[type.scalar];
  else if (type.isGroup) wire = 3;
  writer.varint32(((number << 3) | wire) >>> 0);
}

function writeValue(
  writer: ProtobufWriter,
  type: ValueType,
  value: unknown,
  path: string[],
  depth: number,
  number: number,
): void {
  if (type.kind === 'scalar') writeScalar(writer, type.scalar, value, path);
  else if (type.kind === 'enum') writer.varint64(BigInt(numberOf(type.enum, value, path)));
  else if (type.isGroup) {
    writeMessage(writer, type.message, value, path, depth + 1);
    writer.varint32(((number << 3) | 4) >>> 0);
  } else {
    const start = writer.begin();
    writeMessage(writer, type.message, value, path, depth + 1);
    writer.end(start);
  }
}

function writeScalar(writer: ProtobufWriter, scalar: ScalarType, value: unknown, path: readonly string[]): void {
  switch (scalar) {
    case 'double':
    case 'float':
      if (typeof value !== 'number') fail(path, `a number (${scalar})`, describe(value));
      if (scalar === 'double') writer.double(value);
      else writer.float(value);
      return;
    case 'bool':
      if (typeof value !== 'boolean') fail(path, 'a boolean', describe(value));
      writer.varint32(value ? 1 : 0);
      return;
    case 'string':
      if (typeof value !== 'string') fail(path, 'a string', describe(value));
      if (!value.isWellFormed()) fail(path, 'a string of whole characters', 'half a surrogate pair');
      writer.string(value);
      return;
    case 'bytes':
      if (!(value instanceof Uint8Array)) fail(path, 'a Uint8Array', describe(value));
      writer.varint32(value.length);
      writer.bytes(value);
      return;
    default:
      writeInteger(writer, scalar, integerOf(scalar, value, path));
  }
}

type IntegerType = Exclude<ScalarType, 'double' | 'float' | 'bool' | 'string' | 'bytes'>;

function writeInteger(writer: ProtobufWriter, scalar: IntegerType, value: bigint): void {
  switch (scalar) {
    case 'fixed32':
    case 'sfixed32':
      writer.fixed32(Number(value));
      return;
    case 'fixed64':
    case 'sfixed64':
      writer.fixed64(value);
      return;
    case 'sint32':
    case 'sint64':
      writer.varint64(value < 0n ? -value * 2n - 1n : value * 2n);
      return;
    default:
      if (value >= 0n && value <= 0xffff_ffffn) writer.varint32(Number(value));
      else writer.varint64(value);
  }
}

function integerOf(scalar: IntegerType, value: unknown, path: readonly string[]): bigint {
  const bits = scalar.endsWith('64') ? 64n : 32n;
  const isUnsigned = scalar.startsWith('u') || scalar.startsWith('fixed');
  const expected = `an integer of ${bits} bits${isUnsigned ? ', not negative' : ''} (${scalar})`;
  if (typeof value !== 'bigint' && !(typeof value === 'number' && Number.isSafeInteger(value))) {
    fail(path, expected, describe(value));
  }
  const integer = BigInt(value);
  const size = isUnsigned ? 1n << bits : 1n << (bits - 1n);
  if (integer >= size || integer < (isUnsigned ? 0n : -size)) fail(path, expected, String(integer));
  return integer;
}

/** The number that a name of an enum stands for; numbers are taken where the enum is open or names them. */
function numberOf(type: EnumDescriptor, value: unknown, path: readonly string[]): number {
  if (typeof value === 'string') {
    const found = type.values.find(({ name }) => name === value);
    if (found !== undefined) return found.number;
  } else if (typeof value === 'number' && (value | 0) === value) {
    if (!type.isClosed || type.values.some(({ number }) => number === value)) return value;
  }
  return fail(path, `a value of enum ${type.fullName}`, describe(value));
}

/** Whether a plain field of proto3 leaves the value out: zero, false and what is empty, of the field's type. */
function isDefault(type: ValueType, value: unknown): boolean {
  if (type.kind === 'enum')
    return value === 0 || type.enum.values.some(({ name, number }) => number === 0 && name === value);
  if (type.kind === 'message') return false;
  switch (type.scalar) {
    case 'string':
      return value === '';
    case 'bool':
      return value === false;
    case 'bytes':
      return value instanceof Uint8Array && value.length === 0;
    case 'double':
    case 'float':
      return Object.is(value, 0);
    default:
      return value === 0 || value === 0n;
  }
}

function fromKey(scalar: ScalarType, key: string): unknown {
  if (scalar === 'string') return key;
  if (scalar === 'bool') return key === 'true' ? true : key === 'false' ? false : key;
  return /^-?\d{1,20}$/.test(key) ? BigInt(key) : key;
}

function readField(value: Record<string, unknown>, { name, jsonName }: FieldDescriptor): unknown {
  if (Object.hasOwn(value, jsonName)) return value[jsonName];
  return Object.hasOwn(value, name) ? value[name] : undefined;
}

const names = new WeakMap<MessageDescriptor, ReadonlySet<string>>();

function namesOf(message: MessageDescriptor): ReadonlySet<string> {
  let known = names.get(message);
  if (known === undefined) {
    known = new Set(message.fields.flatMap(({ name, jsonName }) => [name, jsonName]));
    names.set(message, known);
  }
  return known;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

function describe(value: unknown): string {
  if (value === null || value === undefined) return String(value);
  if (Array.isArray(value)) return 'an array';
  if (typeof value === 'string') return JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
  if (typeof value === 'object') return value instanceof Uint8Array ? 'a Uint8Array' : 'an object';
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') return String(value);
  return `a ${typeof value}`;
}

function fail(path: readonly string[], expected: string, found: string): never {
  throw new ProtobufValueError({ path: path.join('.'), expected, found });
}
