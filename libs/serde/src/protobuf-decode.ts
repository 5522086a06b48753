import type { FieldDescriptor, MessageDescriptor, ScalarType, ValueType } from '@sluice/formats/protobuf';
import { WIRE_TYPES } from './protobuf-encode.ts';

type Fields = Record<string, unknown>;

/**
 * Makes the function that turns bytes of `message` into a plain object by the names of protobuf's JSON: 64-bit integers as
 * bigint, bytes as Uint8Array, enums as names (as numbers where an open enum has no name for one), maps as objects. Plain
 * fields of proto3, lists and maps are always there; `optional` fields, messages and fields of oneofs only where they were
 * written. Fields that the schema does not have are left out. The bytes must be checked before (`compileByteValidator`).
 */
export function compileDecoder(message: MessageDescriptor): (bytes: Uint8Array, start: number, end: number) => Fields {
  return (bytes, start, end) => {
    const reader = new Reader(bytes);
    const target = createMessage(message);
    reader.message(message, target, start, end, 0);
    return target;
  };
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

class Reader {
  readonly #bytes: Uint8Array;
  readonly #view: DataView;
  #at = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  /** Reads fields into `target` until `end`, or until group `group` ends. */
  message(message: MessageDescriptor, target: Fields, start: number, end: number, group: number): void {
    const fields = fieldsOf(message);
    this.#at = start;
    while (this.#at < end) {
      const tag = this.#varint32();
      const number = tag >>> 3;
      const wire = tag & 7;
      if (wire === 4 && number === group) return;
      const field = fields.get(number);
      // A reader's schema may have another type for a number: then the field is one that it does not have.
      if (field === undefined || !takes(field, wire)) this.#skip(wire, number);
      else this.#field(field, target, wire, end);
    }
  }

  #field(field: FieldDescriptor, target: Fields, wire: number, end: number): void {
    const { type, jsonName, label, number } = field;
    if (type.kind === 'map') this.#entry(type.key, type.value, target[jsonName]);
    else if (label !== 'repeated') {
      const before = target[jsonName];
      const value = this.#value(type, number, end, isFields(before) ? before : undefined);
      if (value === UNKNOWN) return;
      if (field.oneof !== undefined) {
        for (const other of field.oneof.fields) if (other !== field) delete target[other.jsonName];
      }
      define(target, jsonName, value);
    } else {
      const list = target[jsonName];
      if (!Array.isArray(list)) return;
      const isBlock =
        wire === 2 && type.kind !== 'message' && !(type.kind === 'scalar' && isLengthPrefixed(type.scalar));
      const last = isBlock ? this.#length() : this.#at + 1;
      while (this.#at < last) {
        const value = this.#value(type, number, end, undefined);
        if (value !== UNKNOWN) list.push(value);
      }
    }
  }

  /** A key that comes again has its last value. */
  #entry(key: ScalarType, type: ValueType, map: unknown): void {
    const end = this.#length();
    let name: unknown = zeroOf({ kind: 'scalar', scalar: key });
    let value: unknown;
    while (this.#at < end) {
      const tag = this.#varint32();
      if (tag >>> 3 === 1) name = this.#scalar(key);
      else if (tag >>> 3 === 2) value = this.#value(type, 2, end, isFields(value) ? value : undefined);
      else this.#skip(tag & 7, tag >>> 3);
    }
    if (value === UNKNOWN || !isFields(map)) return;
    define(map, String(name), value ?? (type.kind === 'message' ? createMessage(type.message) : zeroOf(type)));
  }

  #value(type: ValueType, number: number, end: number, before: Fields | undefined): unknown {
    if (type.kind === 'scalar') return this.#scalar(type.scalar);
    if (type.kind === 'enum') {
      const value = Number(BigInt.asIntN(32, this.#varint64()));
      const found = type.enum.values.find((candidate) => candidate.number === value);
      return found?.name ?? (type.enum.isClosed ? UNKNOWN : value);
    }
    // A message that comes in parts is one message.
    const target = before ?? createMessage(type.message);
    if (type.isGroup) this.message(type.message, target, this.#at, end, number);
    else {
      const last = this.#length();
      this.message(type.message, target, this.#at, last, 0);
    }
    return target;
  }

  #scalar(scalar: ScalarType): unknown {
    switch (scalar) {
      case 'double':
        return this.#view.getFloat64(this.#move(8), true);
      case 'float':
        return this.#view.getFloat32(this.#move(4), true);
      case 'fixed32':
        return this.#view.getUint32(this.#move(4), true);
      case 'sfixed32':
        return this.#view.getInt32(this.#move(4), true);
      case 'fixed64':
        return this.#view.getBigUint64(this.#move(8), true);
      case 'sfixed64':
        return this.#view.getBigInt64(this.#move(8), true);
      case 'bool':
        return this.#varint64() !== 0n;
      case 'int32':
        return this.#varint32() | 0;
      case 'uint32':
        return this.#varint32();
      case 'sint32': {
        const raw = this.#varint32();
        return (raw >>> 1) ^ -(raw & 1);
      }
      case 'int64':
        return BigInt.asIntN(64, this.#varint64());
      case 'uint64':
        return this.#varint64();
      case 'sint64': {
        const raw = this.#varint64();
        return (raw & 1n) === 0n ? raw >> 1n : -((raw + 1n) >> 1n);
      }
      default: {
        const end = this.#length();
        const content = this.#bytes.subarray(this.#at, end);
        this.#at = end;
        return scalar === 'string' ? utf8.decode(content) : content.slice();
      }
    }
  }

  /** Where the bytes end whose length comes next. */
  #length(): number {
    const length = this.#varint32();
    return this.#at + length;
  }

  #move(size: number): number {
    this.#at += size;
    return this.#at - size;
  }

  /** The low 32 bits of a varint. */
  #varint32(): number {
    let value = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = this.#bytes[this.#at++] ?? 0;
      if (shift < 32) value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return value >>> 0;
    }
  }

  #varint64(): bigint {
    const start = this.#at;
    let low = 0;
    for (let shift = 0; shift < 28; shift += 7) {
      const byte = this.#bytes[this.#at++] ?? 0;
      low |= (byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt(low);
    }
    this.#at = start;
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = this.#bytes[this.#at++] ?? 0;
      value |= BigInt(byte & 0x7f) << shift;
      if (byte < 0x80) return BigInt.asUintN(64, value);
    }
  }

  #skip(wire: number, number: number): void {
    if (wire === 0) this.#varint64();
    else if (wire === 1) this.#at += 8;
    else if (wire === 5) this.#at += 4;
    else if (wire === 2) this.#at = this.#length();
    else if (wire === 3) {
      for (let tag = this.#varint32(); tag !== ((number << 3) | 4) >>> 0; tag = this.#varint32()) {
        this.#skip(tag & 7, tag >>> 3);
      }
    }
  }
}

/** The value of a closed enum that does not have it: as if the field had not been there. */
const UNKNOWN = Symbol('unknown');

/** An object with what is there without bytes. */
function createMessage(message: MessageDescriptor): Fields {
  const target: Fields = {};
  for (const { jsonName, type, label } of message.fields) {
    if (type.kind === 'map') define(target, jsonName, {});
    else if (label === 'repeated') define(target, jsonName, []);
    else if (label === 'implicit') define(target, jsonName, zeroOf(type));
  }
  return target;
}

function zeroOf(type: ValueType): unknown {
  if (type.kind === 'enum') return type.enum.values[0]?.name;
  if (type.kind === 'message') return undefined;
  switch (type.scalar) {
    case 'string':
      return '';
    case 'bytes':
      return new Uint8Array(0);
    case 'bool':
      return false;
    case 'int64':
    case 'uint64':
    case 'sint64':
    case 'fixed64':
    case 'sfixed64':
      return 0n;
    default:
      return 0;
  }
}

/** Sets a property whatever its name: `__proto__` is a name like others. */
function define(target: Fields, name: string, value: unknown): void {
  if (name !== '__proto__') target[name] = value;
  else Object.defineProperty(target, name, { value, writable: true, enumerable: true, configurable: true });
}

/** Whether values of a field stand on the wire in this way. */
function takes({ type, label }: FieldDescriptor, wire: number): boolean {
  if (type.kind === 'map') return wire === 2;
  if (type.kind === 'message') return wire === (type.isGroup ? 3 : 2);
  const own = type.kind === 'enum' ? 0 : WIRE_TYPES[type.scalar];
  return wire === own || (wire === 2 && label === 'repeated');
}

function isLengthPrefixed(scalar: ScalarType): boolean {
  return scalar === 'string' || scalar === 'bytes';
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Uint8Array);
}

const tables = new WeakMap<MessageDescriptor, ReadonlyMap<number, FieldDescriptor>>();

function fieldsOf(message: MessageDescriptor): ReadonlyMap<number, FieldDescriptor> {
  let table = tables.get(message);
  if (table === undefined) {
    table = new Map(message.fields.map((field) => [field.number, field]));
    tables.set(message, table);
  }
  return table;
}
