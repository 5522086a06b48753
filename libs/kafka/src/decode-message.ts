import { KafkaError, locateError } from './error.ts';
import { compileDefault } from './field-default.ts';
import {
  countObject,
  readBool,
  readCompactLength,
  readFloat64,
  readInt16,
  readInt32,
  readInt64,
  readInt8,
  readLength16,
  readLength32,
  readText,
  readUint16,
  readUuid,
  readUvarint,
  readView,
  take,
  type Source,
} from './source.ts';
import { isInVersions, type Field, type MessageTable } from './table.ts';

export type Read = (source: Source) => unknown;

const cache = new WeakMap<MessageTable, Map<number, Read>>();

/** The decoder of one version of a message, derived from its table once. */
export function decoderOf(table: MessageTable, version: number, flexible: boolean): Read {
  let versions = cache.get(table);
  if (versions === undefined) cache.set(table, (versions = new Map()));
  const key = version * 2 + (flexible ? 1 : 0);
  let read = versions.get(key);
  if (read === undefined) versions.set(key, (read = compileStruct(table.fields, version, flexible)));
  return read;
}

interface Tagged {
  readonly name: string;
  readonly read: Read;
}

function compileStruct(fields: readonly Field[], version: number, flexible: boolean): Read {
  const names = fields.map((field) => field.name);
  const reads = fields.map((field) => compileField(field, version, flexible));
  const tagged = new Map<number, Tagged>();
  for (const field of fields) {
    if (field.tag === undefined || !isTagged(field, version)) continue;
    tagged.set(field.tag, { name: field.name, read: compileValue(field, version, flexible) });
  }
  return (source) => {
    countObject(source);
    const struct: Record<string, unknown> = {};
    let index = 0;
    try {
      for (; index < reads.length; index++) struct[names[index] as string] = reads[index]?.(source);
    } catch (error) {
      throw locateError(error, names[index] ?? '');
    }
    if (flexible) readTags(source, tagged, struct);
    return struct;
  };
}

/** The tag section (KIP-482): known tags into `struct`, unknown ones skipped. */
function readTags(source: Source, tagged: ReadonlyMap<number, Tagged>, struct: Record<string, unknown>): void {
  const count = readUvarint(source);
  // A tag takes at least two bytes.
  if (count * 2 > source.end - source.offset) {
    throw new KafkaError(`${count} tagged fields do not fit in the ${source.end - source.offset} bytes left`, {
      offset: source.offset,
    });
  }
  for (let index = 0; index < count; index++) {
    const tag = readUvarint(source);
    const sizeBytes = readUvarint(source);
    const known = tagged.get(tag);
    const start = take(source, sizeBytes);
    if (known === undefined) continue;
    const { end } = source;
    source.end = source.offset;
    source.offset = start;
    try {
      struct[known.name] = known.read(source);
    } catch (error) {
      throw locateError(error, known.name);
    }
    if (source.offset !== source.end) {
      throw new KafkaError(`${source.end - source.offset} bytes are left over`, {
        path: known.name,
        offset: source.offset,
      });
    }
    source.end = end;
  }
}

/** Skips a tag section without reading it: that of a header. */
export function skipTags(source: Source): void {
  readTags(source, new Map(), {});
}

function compileField(field: Field, version: number, flexible: boolean): Read {
  if (!isInVersions(field.versions, version) || isTagged(field, version)) return compileDefault(field, version);
  return compileValue(field, version, flexible);
}

function isTagged(field: Field, version: number): boolean {
  return isInVersions(field.versions, version) && isInVersions(field.taggedVersions, version);
}

function compileValue(field: Field, version: number, flexible: boolean): Read {
  const nullable = isInVersions(field.nullableVersions, version);
  const { type, fields } = field;
  if (type.startsWith('[]')) {
    const item = { ...field, type: type.slice(2) };
    const minSizeBytes = minSize(item, version, flexible);
    const readItem =
      fields === undefined ? compileSized(item.type, flexible, false) : compileStruct(fields, version, flexible);
    return compileArray(readItem, minSizeBytes, flexible, nullable);
  }
  if (fields === undefined) return compileSized(type, flexible, nullable);
  const readStruct = compileStruct(fields, version, flexible);
  if (!nullable) return readStruct;
  return (source) => (readInt8(source) < 0 ? null : readStruct(source));
}

function compileArray(readItem: Read, minSizeBytes: number, flexible: boolean, nullable: boolean): Read {
  const readLength = flexible ? readCompactLength : readLength32;
  return (source) => {
    countObject(source);
    const start = source.offset;
    const length = readLength(source);
    if (length < 0) return absent(nullable, start);
    if (length * minSizeBytes > source.end - source.offset) {
      throw new KafkaError(`${length} elements do not fit in the ${source.end - source.offset} bytes left`, {
        offset: start,
      });
    }
    const items: unknown[] = [];
    try {
      for (let index = 0; index < length; index++) items.push(readItem(source));
    } catch (error) {
      throw locateError(error, `[${items.length}]`);
    }
    return items;
  };
}

const FIXED: Readonly<Record<string, { read: Read; sizeBytes: number }>> = {
  bool: { read: readBool, sizeBytes: 1 },
  int8: { read: readInt8, sizeBytes: 1 },
  int16: { read: readInt16, sizeBytes: 2 },
  uint16: { read: readUint16, sizeBytes: 2 },
  int32: { read: readInt32, sizeBytes: 4 },
  int64: { read: readInt64, sizeBytes: 8 },
  float64: { read: readFloat64, sizeBytes: 8 },
  uuid: { read: readUuid, sizeBytes: 16 },
};

function compileSized(type: string, flexible: boolean, nullable: boolean): Read {
  const fixed = FIXED[type];
  if (fixed !== undefined) return fixed.read;
  const readContent = type === 'string' ? readText : readView;
  if (type !== 'string' && type !== 'bytes' && type !== 'records') throw new TypeError(`unknown field type '${type}'`);
  const readLength = flexible ? readCompactLength : type === 'string' ? readLength16 : readLength32;
  return (source) => {
    const start = source.offset;
    const length = readLength(source);
    return length < 0 ? absent(nullable, start) : readContent(source, length);
  };
}

function absent(nullable: boolean, offset: number): null {
  if (!nullable) throw new KafkaError('is null, which this version does not allow', { offset });
  return null;
}

/** The fewest bytes a value can take: what bounds an array's length before anything is allocated. */
function minSize(field: Field, version: number, flexible: boolean): number {
  const { type, fields } = field;
  if (type.startsWith('[]')) return flexible ? 1 : 4;
  if (fields === undefined) return FIXED[type]?.sizeBytes ?? (flexible ? 1 : type === 'string' ? 2 : 4);
  let sizeBytes = flexible ? 1 : 0;
  for (const inner of fields) {
    if (!isInVersions(inner.versions, version) || isTagged(inner, version)) continue;
    const nullableStruct = inner.fields !== undefined && isInVersions(inner.nullableVersions, version);
    sizeBytes += nullableStruct && !inner.type.startsWith('[]') ? 1 : minSize(inner, version, flexible);
  }
  return Math.max(sizeBytes, 1);
}
