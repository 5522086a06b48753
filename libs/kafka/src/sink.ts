import { KafkaError } from './error.ts';
import { writeUuid } from './uuid.ts';

const SLAB_BYTES = 64 * 1024;
const SLAB_REST_BYTES = 512;

/** Messages are written one after the other into a slab, so that a small message costs no allocation of its own. */
let slab = new Uint8Array(0);
let slabUsed = 0;

/** A message being written: finished parts, and the part that is growing in `bytes` from `start` to `offset`. */
export interface Sink {
  bytes: Uint8Array;
  view: DataView;
  start: number;
  offset: number;
  readonly parts: Uint8Array[];
}

export function createSink(): Sink {
  if (slab.length - slabUsed < SLAB_REST_BYTES) {
    slab = new Uint8Array(SLAB_BYTES);
    slabUsed = 0;
  }
  return { bytes: slab, view: new DataView(slab.buffer), start: slabUsed, offset: slabUsed, parts: [] };
}

/** Ends the message: its parts in order. */
export function closeSink(sink: Sink): Uint8Array[] {
  if (sink.bytes === slab) slabUsed = sink.offset;
  if (sink.offset > sink.start) sink.parts.push(sink.bytes.subarray(sink.start, sink.offset));
  return sink.parts;
}

/** Puts `bytes` into the message by reference. */
export function writeReference(sink: Sink, bytes: Uint8Array): void {
  if (bytes.length === 0) return;
  if (sink.offset > sink.start) sink.parts.push(sink.bytes.subarray(sink.start, sink.offset));
  sink.start = sink.offset;
  sink.parts.push(bytes);
}

/** Makes room for `sizeBytes` and says where they start. */
export function grow(sink: Sink, sizeBytes: number): number {
  if (sink.offset + sizeBytes > sink.bytes.length) moveToLargerSlab(sink, sizeBytes);
  const start = sink.offset;
  sink.offset = start + sizeBytes;
  return start;
}

function moveToLargerSlab(sink: Sink, sizeBytes: number): void {
  const written = sink.offset - sink.start;
  const next = new Uint8Array(Math.max(SLAB_BYTES, 2 * (written + sizeBytes)));
  next.set(sink.bytes.subarray(sink.start, sink.offset));
  // What stands before `start` are finished parts of this message.
  if (sink.bytes === slab) slabUsed = sink.start;
  if (next.length === SLAB_BYTES) {
    slab = next;
    slabUsed = 0;
  }
  sink.bytes = next;
  sink.view = new DataView(next.buffer);
  sink.start = 0;
  sink.offset = written;
}

export function writeInt8(sink: Sink, value: number): void {
  if ((value << 24) >> 24 !== value) refuse(value, 'an int8');
  const at = grow(sink, 1);
  sink.view.setInt8(at, value);
}

export function writeInt16(sink: Sink, value: number): void {
  if ((value << 16) >> 16 !== value) refuse(value, 'an int16');
  const at = grow(sink, 2);
  sink.view.setInt16(at, value);
}

export function writeUint16(sink: Sink, value: number): void {
  if ((value & 0xffff) !== value) refuse(value, 'a uint16');
  const at = grow(sink, 2);
  sink.view.setUint16(at, value);
}

export function writeInt32(sink: Sink, value: number): void {
  if ((value | 0) !== value) refuse(value, 'an int32');
  const at = grow(sink, 4);
  sink.view.setInt32(at, value);
}

export function writeInt64(sink: Sink, value: bigint): void {
  if (typeof value !== 'bigint' || BigInt.asIntN(64, value) !== value) refuse(value, 'an int64 (a bigint)');
  const at = grow(sink, 8);
  sink.view.setBigInt64(at, value);
}

export function writeFloat64(sink: Sink, value: number): void {
  if (typeof value !== 'number') refuse(value, 'a number');
  const at = grow(sink, 8);
  sink.view.setFloat64(at, value);
}

export function writeBool(sink: Sink, value: boolean): void {
  if (typeof value !== 'boolean') refuse(value, 'a boolean');
  const at = grow(sink, 1);
  sink.view.setInt8(at, value ? 1 : 0);
}

export function writeUuidValue(sink: Sink, value: string): void {
  const at = grow(sink, 16);
  if (typeof value !== 'string' || !writeUuid(value, sink.bytes, at))
    refuse(value, 'a uuid (22 characters of base64url)');
}

export function writeUvarint(sink: Sink, value: number): void {
  let rest = value;
  while (rest >= 0x80) {
    const at = grow(sink, 1);
    sink.bytes[at] = (rest % 0x80) | 0x80;
    rest = Math.floor(rest / 0x80);
  }
  const at = grow(sink, 1);
  sink.bytes[at] = rest;
}

const encoder = new TextEncoder();

/** Text behind an int16 length. */
export function writeString(sink: Sink, value: string): void {
  if (writeShortAscii(sink, value, 2)) return;
  const text = encodeText(value);
  if (text.length > 0x7fff) throw new KafkaError(`string of ${text.length} bytes is longer than 32767`);
  writeInt16(sink, text.length);
  writeBytes(sink, text);
}

/** Text behind an unsigned varint of its length + 1. */
export function writeCompactString(sink: Sink, value: string): void {
  if (writeShortAscii(sink, value, 1)) return;
  const text = encodeText(value);
  // The protocol's limit for strings is the same in both forms.
  if (text.length > 0x7fff) throw new KafkaError(`string of ${text.length} bytes is longer than 32767`);
  writeUvarint(sink, text.length + 1);
  writeBytes(sink, text);
}

export function writeBytes(sink: Sink, value: Uint8Array): void {
  const at = grow(sink, value.length);
  sink.bytes.set(value, at);
}

/** Says what was expected in place of `value`. */
export function refuse(value: unknown, expected: string): never {
  const found = typeof value === 'bigint' ? `${value}n` : (JSON.stringify(value) ?? String(value));
  throw new KafkaError(`${found.length > 60 ? `${found.slice(0, 60)}…` : found} is not ${expected}`);
}

function encodeText(value: string): Uint8Array {
  if (typeof value !== 'string') refuse(value, 'a string');
  return encoder.encode(value);
}

/** The common case, names: up to 126 ASCII characters behind a length of `lengthBytes` (1: length + 1, 2: length). */
function writeShortAscii(sink: Sink, value: string, lengthBytes: 1 | 2): boolean {
  if (typeof value !== 'string' || value.length > 126) return false;
  const { length } = value;
  const start = grow(sink, lengthBytes + length);
  const { bytes } = sink;
  const textStart = start + lengthBytes;
  for (let index = 0; index < length; index++) {
    const code = value.charCodeAt(index);
    if (code >= 0x80) {
      sink.offset = start;
      return false;
    }
    bytes[textStart + index] = code;
  }
  if (lengthBytes === 1) {
    bytes[start] = length + 1;
  } else {
    bytes[start] = 0;
    bytes[start + 1] = length;
  }
  return true;
}
