import { KafkaError, locateError } from './error.ts';
import { compileDefault, isDefault } from './field-default.ts';
import {
  grow,
  refuse,
  writeBool,
  writeBytes,
  writeCompactString,
  writeFloat64,
  writeInt16,
  writeInt32,
  writeInt64,
  writeInt8,
  writeReference,
  writeString,
  writeUint16,
  writeUuidValue,
  writeUvarint,
  type Sink,
} from './sink.ts';
import { isInVersions, type Field, type MessageTable } from './table.ts';

export type Write = (sink: Sink, value: unknown) => void;

const cache = new WeakMap<MessageTable, Map<number, Write>>();

/** The encoder of one version of a message, derived from its table once. */
export function encoderOf(table: MessageTable, version: number, flexible: boolean): Write {
  let versions = cache.get(table);
  if (versions === undefined) cache.set(table, (versions = new Map()));
  const key = version * 2 + (flexible ? 1 : 0);
  let write = versions.get(key);
  if (write === undefined) versions.set(key, (write = compileStruct(table.fields, version, flexible)));
  return write;
}

interface Step {
  readonly name: string;
  readonly write: Write;
  readonly makeDefault: () => unknown;
}

interface TaggedStep {
  readonly field: Field;
  readonly tag: number;
  readonly write: Write;
}

function compileStruct(fields: readonly Field[], version: number, flexible: boolean): Write {
  const steps: Step[] = [];
  const tagged: TaggedStep[] = [];
  for (const field of fields) {
    if (!isInVersions(field.versions, version)) continue;
    const write = compileValue(field, version, flexible);
    if (field.tag !== undefined && isInVersions(field.taggedVersions, version)) {
      tagged.push({ field, tag: field.tag, write });
    } else {
      steps.push({ name: field.name, write, makeDefault: compileDefault(field, version) });
    }
  }
  tagged.sort((left, right) => left.tag - right.tag);
  return (sink, value) => {
    if (typeof value !== 'object' || value === null) refuse(value, 'an object');
    const struct = value as Record<string, unknown>;
    for (const step of steps) {
      const field = struct[step.name];
      try {
        step.write(sink, field === undefined ? step.makeDefault() : field);
      } catch (error) {
        throw locateError(error, step.name);
      }
    }
    if (flexible) writeTags(sink, tagged, struct, version);
  };
}

function writeTags(sink: Sink, tagged: readonly TaggedStep[], struct: Record<string, unknown>, version: number): void {
  let count = 0;
  for (const { field } of tagged) if (!isDefault(field, version, struct[field.name])) count++;
  writeUvarint(sink, count);
  if (count === 0) return;
  for (const { field, tag, write } of tagged) {
    const value = struct[field.name];
    if (isDefault(field, version, value)) continue;
    writeUvarint(sink, tag);
    try {
      writeSized(sink, write, value);
    } catch (error) {
      throw locateError(error, field.name);
    }
  }
}

/** Writes a value behind its size, which is known only afterwards: one byte is left for it and widened if need be. */
function writeSized(sink: Sink, write: Write, value: unknown): void {
  // Counted from the part's start: the bytes may move to a larger slab meanwhile.
  const sizeAt = grow(sink, 1) - sink.start;
  write(sink, value);
  const contentAt = sink.start + sizeAt + 1;
  const sizeBytes = sink.offset - contentAt;
  let width = 1;
  for (let rest = sizeBytes; rest >= 0x80; rest >>>= 7) width++;
  if (width > 1) {
    const start = sink.start;
    grow(sink, width - 1);
    const from = contentAt - start + sink.start;
    sink.bytes.copyWithin(from + width - 1, from, from + sizeBytes);
  }
  const end = sink.offset;
  sink.offset = sink.start + sizeAt;
  writeUvarint(sink, sizeBytes);
  sink.offset = end;
}

function compileValue(field: Field, version: number, flexible: boolean): Write {
  const nullable = isInVersions(field.nullableVersions, version);
  const { type, fields } = field;
  if (type.startsWith('[]')) {
    const itemType = type.slice(2);
    const writeItem =
      fields === undefined ? compileScalar(itemType, flexible) : compileStruct(fields, version, flexible);
    return compileNullable(compileArray(writeItem, flexible), flexible ? writeCompactNull : writeNull32, nullable);
  }
  if (fields === undefined) {
    const writeNull = flexible ? writeCompactNull : type === 'string' ? writeNull16 : writeNull32;
    return compileNullable(compileScalar(type, flexible), writeNull, nullable);
  }
  const writeStruct = compileStruct(fields, version, flexible);
  if (!nullable) return writeStruct;
  return compileNullable(
    (sink, value) => {
      writeInt8(sink, 1);
      writeStruct(sink, value);
    },
    (sink) => writeInt8(sink, -1),
    true,
  );
}

function compileNullable(write: Write, writeNull: (sink: Sink) => void, nullable: boolean): Write {
  if (!nullable) {
    return (sink, value) => {
      if (value === null) throw new KafkaError('is null, which this version does not allow');
      write(sink, value);
    };
  }
  return (sink, value) => (value === null ? writeNull(sink) : write(sink, value));
}

function writeCompactNull(sink: Sink): void {
  writeUvarint(sink, 0);
}

function writeNull16(sink: Sink): void {
  writeInt16(sink, -1);
}

function writeNull32(sink: Sink): void {
  writeInt32(sink, -1);
}

function compileArray(writeItem: Write, flexible: boolean): Write {
  return (sink, value) => {
    if (!Array.isArray(value)) refuse(value, 'an array');
    const items = value as readonly unknown[];
    if (flexible) writeUvarint(sink, items.length + 1);
    else writeInt32(sink, items.length);
    let index = 0;
    try {
      for (; index < items.length; index++) writeItem(sink, items[index]);
    } catch (error) {
      throw locateError(error, `[${index}]`);
    }
  };
}

const FIXED = {
  bool: writeBool,
  int8: writeInt8,
  int16: writeInt16,
  uint16: writeUint16,
  int32: writeInt32,
  int64: writeInt64,
  float64: writeFloat64,
  uuid: writeUuidValue,
} as const;

function compileScalar(type: string, flexible: boolean): Write {
  if (type in FIXED) return FIXED[type as keyof typeof FIXED] as Write;
  if (type === 'string') return (flexible ? writeCompactString : writeString) as Write;
  const writeContent = type === 'bytes' ? writeBytes : writeReference;
  if (type !== 'bytes' && type !== 'records') throw new TypeError(`unknown field type '${type}'`);
  return (sink, value) => {
    if (!(value instanceof Uint8Array)) refuse(value, 'bytes (a Uint8Array)');
    if (flexible) writeUvarint(sink, value.length + 1);
    else writeInt32(sink, value.length);
    writeContent(sink, value);
  };
}
