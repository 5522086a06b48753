import { KafkaError } from './error.ts';
import { formatUuid } from './uuid.ts';

/**
 * Objects (structs, strings, arrays) that one message may make. A frame of n bytes could otherwise become more than
 * 20 n bytes of objects; the largest honest message, metadata of a whole cluster, stays far below.
 */
const MAX_OBJECTS = 1_000_000;

/** Bytes being read, and how far. */
export interface Source {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  offset: number;
  /** Exclusive. */
  end: number;
  objectsLeft: number;
}

export function createSource(bytes: Uint8Array, offset: number): Source {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { bytes, view, offset, end: bytes.length, objectsLeft: MAX_OBJECTS };
}

/** Moves past `sizeBytes` bytes and says where they start. */
export function take(source: Source, sizeBytes: number): number {
  const start = source.offset;
  if (sizeBytes > source.end - start) {
    throw new KafkaError(`needs ${sizeBytes} bytes, ${source.end - start} are left`, { offset: start });
  }
  source.offset = start + sizeBytes;
  return start;
}

export function readInt8(source: Source): number {
  return source.view.getInt8(take(source, 1));
}

export function readInt16(source: Source): number {
  return source.view.getInt16(take(source, 2));
}

export function readUint16(source: Source): number {
  return source.view.getUint16(take(source, 2));
}

export function readInt32(source: Source): number {
  return source.view.getInt32(take(source, 4));
}

export function readInt64(source: Source): bigint {
  return source.view.getBigInt64(take(source, 8));
}

export function readFloat64(source: Source): number {
  return source.view.getFloat64(take(source, 8));
}

export function readBool(source: Source): boolean {
  return source.view.getInt8(take(source, 1)) !== 0;
}

export function readUuid(source: Source): string {
  return formatUuid(source.bytes, take(source, 16));
}

/** An unsigned varint of at most five bytes and 32 bits (KIP-482). */
export function readUvarint(source: Source): number {
  const start = source.offset;
  let value = 0;
  for (let shift = 0; shift < 35; shift += 7) {
    const byte = source.bytes[take(source, 1)] ?? 0;
    value += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) {
      if (value > 0xffffffff) break;
      return value;
    }
  }
  throw new KafkaError('unsigned varint is longer than 32 bits', { offset: start });
}

/** A length in the classic form (int16 or int32) or the compact one (uvarint of length + 1); -1 is null. */
export function readLength16(source: Source): number {
  const length = readInt16(source);
  if (length < -1) throw new KafkaError(`length ${length} is negative`, { offset: source.offset - 2 });
  return length;
}

export function readLength32(source: Source): number {
  const length = readInt32(source);
  if (length < -1) throw new KafkaError(`length ${length} is negative`, { offset: source.offset - 4 });
  return length;
}

export function readCompactLength(source: Source): number {
  return readUvarint(source) - 1;
}

// ignoreBOM keeps a leading U+FEFF, which is part of the string here.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** UTF-8 text; malformed sequences become U+FFFD, as in Java's decoder. */
export function readText(source: Source, sizeBytes: number): string {
  countObject(source);
  const start = take(source, sizeBytes);
  const { bytes } = source;
  const end = start + sizeBytes;
  if (sizeBytes > 48) return decoder.decode(bytes.subarray(start, end));
  let text = '';
  for (let offset = start; offset < end; offset++) {
    const byte = bytes[offset] ?? 0;
    if (byte >= 0x80) return decoder.decode(bytes.subarray(start, end));
    text += String.fromCharCode(byte);
  }
  return text;
}

/** A view of the bytes, not a copy. */
export function readView(source: Source, sizeBytes: number): Uint8Array {
  const start = take(source, sizeBytes);
  return source.bytes.subarray(start, start + sizeBytes);
}

export function countObject(source: Source): void {
  if (--source.objectsLeft < 0) {
    throw new KafkaError(`the message has more than ${MAX_OBJECTS} elements`, { offset: source.offset });
  }
}
