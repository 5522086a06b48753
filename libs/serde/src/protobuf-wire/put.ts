import { MAX_NESTING, refuse, within } from './fault.ts';

/** Bytes in the making. */
export interface ProtobufWriter {
  bytes: Uint8Array;
  view: DataView;
  at: number;
  /** How many messages are being written, each in the one before. */
  depth: number;
}

/** Writes one value without its tag. `name` is the field's, `index` the item's or the key, for what is refused. */
export type Put<Value> = (w: ProtobufWriter, value: Value | undefined, name: string, index?: number | string) => void;

/** Writes the fields of a message. */
export type WriteMessage<Value> = (w: ProtobufWriter, value: Value) => void;

/** Protobuf's own limit. */
const MAX_BYTES = 0x7fff_ffff;

export function startWriter(): ProtobufWriter {
  const bytes = new Uint8Array(256);
  return { bytes, view: new DataView(bytes.buffer), at: 0, depth: 0 };
}

function reserve(w: ProtobufWriter, count: number): void {
  const needed = w.at + count;
  if (needed <= w.bytes.length) return;
  if (needed > MAX_BYTES) refuse('', undefined, `a message of at most ${MAX_BYTES} bytes`, `${needed} bytes`);
  const bytes = new Uint8Array(Math.min(MAX_BYTES, Math.max(needed, w.bytes.length * 2)));
  bytes.set(w.bytes.subarray(0, w.at));
  w.bytes = bytes;
  w.view = new DataView(bytes.buffer);
}

/** A tag, or any number from 0 to 2^32 - 1, as a varint. */
export function putTag(w: ProtobufWriter, tag: number): void {
  reserve(w, 5);
  putVarint(w, tag);
}

function putVarint(w: ProtobufWriter, value: number): void {
  let rest = value;
  while (rest > 0x7f) {
    w.bytes[w.at++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  w.bytes[w.at++] = rest;
}

/** 64 bits in two halves. */
function putVarint64(w: ProtobufWriter, low: number, high: number): void {
  reserve(w, 10);
  let lo = low;
  let hi = high;
  while (hi > 0) {
    w.bytes[w.at++] = (lo & 0x7f) | 0x80;
    lo = ((lo >>> 7) | (hi << 25)) >>> 0;
    hi >>>= 7;
  }
  putVarint(w, lo);
}

function putBigVarint(w: ProtobufWriter, value: bigint): void {
  putVarint64(w, Number(BigInt.asUintN(32, value)), Number(BigInt.asUintN(32, value >> 32n)));
}

export const putInt32: Put<number> = (w, value, name, index) => {
  if (typeof value !== 'number' || value !== (value | 0)) refuse(name, index, 'an integer (int32)', value);
  if (value < 0) putVarint64(w, value >>> 0, 0xffff_ffff);
  else putTag(w, value);
};

export const putUint32: Put<number> = (w, value, name, index) => {
  if (typeof value !== 'number' || value !== value >>> 0) {
    refuse(name, index, 'an integer that is not negative (uint32)', value);
  }
  putTag(w, value);
};

export const putSint32: Put<number> = (w, value, name, index) => {
  if (typeof value !== 'number' || value !== (value | 0)) refuse(name, index, 'an integer (sint32)', value);
  putTag(w, ((value << 1) ^ (value >> 31)) >>> 0);
};

export const putInt64: Put<bigint> = (w, value, name, index) => {
  if (typeof value !== 'bigint' || BigInt.asIntN(64, value) !== value) refuse(name, index, 'a bigint (int64)', value);
  putBigVarint(w, value);
};

export const putUint64: Put<bigint> = (w, value, name, index) => {
  if (typeof value !== 'bigint' || BigInt.asUintN(64, value) !== value) {
    refuse(name, index, 'a bigint that is not negative (uint64)', value);
  }
  putBigVarint(w, value);
};

export const putSint64: Put<bigint> = (w, value, name, index) => {
  if (typeof value !== 'bigint' || BigInt.asIntN(64, value) !== value) refuse(name, index, 'a bigint (sint64)', value);
  putBigVarint(w, (value << 1n) ^ (value >> 63n));
};

export const putFixed32: Put<number> = (w, value, name, index) => {
  if (typeof value !== 'number' || value !== value >>> 0) {
    refuse(name, index, 'an integer that is not negative (fixed32)', value);
  }
  reserve(w, 4);
  w.view.setUint32(w.at, value, true);
  w.at += 4;
};

export const putSfixed32: Put<number> = (w, value, name, index) => {
  if (typeof value !== 'number' || value !== (value | 0)) refuse(name, index, 'an integer (sfixed32)', value);
  reserve(w, 4);
  w.view.setInt32(w.at, value, true);
  w.at += 4;
};

export const putFixed64: Put<bigint> = (w, value, name, index) => {
  if (typeof value !== 'bigint' || BigInt.asUintN(64, value) !== value) {
    refuse(name, index, 'a bigint that is not negative (fixed64)', value);
  }
  reserve(w, 8);
  w.view.setBigUint64(w.at, value, true);
  w.at += 8;
};

export const putSfixed64: Put<bigint> = (w, value, name, index) => {
  if (typeof value !== 'bigint' || BigInt.asIntN(64, value) !== value) {
    refuse(name, index, 'a bigint (sfixed64)', value);
  }
  reserve(w, 8);
  w.view.setBigInt64(w.at, value, true);
  w.at += 8;
};

export const putDouble: Put<number> = (w, value, name, index) => {
  if (typeof value !== 'number') refuse(name, index, 'a number (double)', value);
  reserve(w, 8);
  w.view.setFloat64(w.at, value, true);
  w.at += 8;
};

export const putFloat: Put<number> = (w, value, name, index) => {
  if (typeof value !== 'number' || (Number.isFinite(value) && !Number.isFinite(Math.fround(value)))) {
    refuse(name, index, 'a number (float)', value);
  }
  reserve(w, 4);
  w.view.setFloat32(w.at, value, true);
  w.at += 4;
};

export const putBool: Put<boolean> = (w, value, name, index) => {
  if (typeof value !== 'boolean') refuse(name, index, 'a boolean', value);
  putTag(w, value ? 1 : 0);
};

const encoder = new TextEncoder();

export const putString: Put<string> = (w, value, name, index) => {
  if (typeof value !== 'string') refuse(name, index, 'a string', value);
  if (!value.isWellFormed()) refuse(name, index, 'a string without halves of characters (surrogates)', value);
  // A unit of a string takes three bytes at most.
  reserve(w, value.length * 3);
  const start = begin(w);
  reserve(w, value.length * 3);
  w.at += encoder.encodeInto(value, w.bytes.subarray(w.at)).written;
  finish(w, start);
};

export const putBytes: Put<Uint8Array> = (w, value, name, index) => {
  if (!(value instanceof Uint8Array)) refuse(name, index, 'a Uint8Array', value);
  putTag(w, value.length);
  reserve(w, value.length);
  w.bytes.set(value, w.at);
  w.at += value.length;
};

/** Leaves room for a length of one byte, which nearly all are. */
function begin(w: ProtobufWriter): number {
  reserve(w, 1);
  return w.at++;
}

/** Writes the length of all since `start` there. */
function finish(w: ProtobufWriter, start: number): void {
  const length = w.at - start - 1;
  if (length < 0x80) {
    w.bytes[start] = length;
    return;
  }
  let more = 0;
  for (let rest = length; rest > 0x7f; rest >>>= 7) more++;
  reserve(w, more);
  const end = w.at + more;
  w.bytes.copyWithin(start + 1 + more, start + 1, w.at);
  w.at = start;
  putVarint(w, length);
  w.at = end;
}

/** A message behind its length. */
export function putMessage<Value>(
  w: ProtobufWriter,
  value: Value | undefined,
  write: WriteMessage<Value>,
  name: string,
  index?: number | string,
): void {
  const start = begin(w);
  putFields(w, value, write, name, index);
  finish(w, start);
}

/** A message that shows as another value, which `write` checks. */
export function putShown<Value>(
  w: ProtobufWriter,
  value: Value | undefined,
  write: WriteMessage<Value | undefined>,
  name: string,
  index?: number | string,
): void {
  const start = begin(w);
  try {
    write(w, value);
  } catch (error) {
    throw within(error, name, index);
  }
  finish(w, start);
}

/** A group: its fields, and the mark of its end. `tag` is the one that it begins with. */
export function putGroup<Value>(
  w: ProtobufWriter,
  tag: number,
  value: Value | undefined,
  write: WriteMessage<Value>,
  name: string,
  index?: number,
): void {
  putTag(w, tag);
  putFields(w, value, write, name, index);
  putTag(w, tag + 1);
}

function putFields<Value>(
  w: ProtobufWriter,
  value: Value | undefined,
  write: WriteMessage<Value>,
  name: string,
  index: number | string | undefined,
): void {
  if (value === undefined || !isMessage(value)) refuse(name, index, 'an object', value);
  if (++w.depth > MAX_NESTING) refuse(name, index, `at most ${MAX_NESTING} messages in each other`, value);
  try {
    write(w, value);
  } catch (error) {
    throw within(error, name, index);
  }
  w.depth--;
}

/** Whether a value may have fields. */
export function isMessage(value: unknown): boolean {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Each value behind its own tag. */
export function putList<Value>(
  w: ProtobufWriter,
  tag: number,
  values: readonly Value[],
  put: Put<Value>,
  name: string,
): void {
  checkList(values, name);
  for (let index = 0; index < values.length; index++) {
    putTag(w, tag);
    put(w, values[index], name, index);
  }
}

export function putGroups<Value>(
  w: ProtobufWriter,
  tag: number,
  values: readonly Value[],
  write: WriteMessage<Value>,
  name: string,
): void {
  checkList(values, name);
  for (let index = 0; index < values.length; index++) putGroup(w, tag, values[index], write, name, index);
}

/** All values in one block. */
export function putPacked<Value>(
  w: ProtobufWriter,
  tag: number,
  values: readonly Value[],
  put: Put<Value>,
  name: string,
): void {
  checkList(values, name);
  if (values.length === 0) return;
  putTag(w, tag);
  const start = begin(w);
  for (let index = 0; index < values.length; index++) put(w, values[index], name, index);
  finish(w, start);
}

function checkList(values: unknown, name: string): void {
  if (!Array.isArray(values)) refuse(name, undefined, 'an array', values);
}

/** Entries, each a message of key and value; both are written, whatever they are. */
export function putRecord<Value>(
  w: ProtobufWriter,
  tag: number,
  values: Readonly<Record<string, Value>>,
  valueTag: number,
  put: Put<Value>,
  name: string,
): void {
  if (typeof values !== 'object' || values === null || Array.isArray(values)) {
    refuse(name, undefined, 'an object of values by key', values);
  }
  for (const [key, value] of Object.entries(values)) putEntry(w, tag, key, 10, putString, value, valueTag, put, name);
}

/** As `putRecord`, of a Map, whose keys may be of any type that protobuf allows. */
export function putMap<Key, Value>(
  w: ProtobufWriter,
  tag: number,
  values: ReadonlyMap<Key, Value>,
  keyTag: number,
  putKey: Put<Key>,
  valueTag: number,
  put: Put<Value>,
  name: string,
): void {
  if (!(values instanceof Map)) refuse(name, undefined, 'a Map', values);
  for (const [key, value] of values) putEntry(w, tag, key, keyTag, putKey, value, valueTag, put, name);
}

function putEntry<Key, Value>(
  w: ProtobufWriter,
  tag: number,
  key: Key,
  keyTag: number,
  putKey: Put<Key>,
  value: Value,
  valueTag: number,
  put: Put<Value>,
  name: string,
): void {
  putTag(w, tag);
  const start = begin(w);
  putTag(w, keyTag);
  putKey(w, key, name, String(key));
  putTag(w, valueTag);
  put(w, value, name, String(key));
  finish(w, start);
}

/** Whether a field of bytes holds none, which is the same as no field where presence is not kept. */
export function isEmpty(value: unknown): boolean {
  return value instanceof Uint8Array && value.length === 0;
}

/** Refuses what is none of the cases of a oneof. */
export function refuseCase(name: string, value: unknown, cases: string): never {
  refuse(`${name}.case`, undefined, `one of ${cases}`, value);
}
