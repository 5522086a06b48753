import { MAX_NESTING, refuseBytes, within } from './fault.ts';

/** Bytes that are read up to `end`: the end of the message that is being read. */
export interface ProtobufReader {
  readonly bytes: Uint8Array;
  readonly view: DataView;
  at: number;
  end: number;
  /** How many messages are being read, each in the one before. */
  depth: number;
}

/** Reads one value; `undefined` where it is none that the schema names, of a closed enum. */
export type Get<Value> = (r: ProtobufReader) => Value;

/** Reads the fields of a message up to the reader's end; into `value`, where the message came before. */
export type ReadMessage<Value> = (r: ProtobufReader, value?: Value) => Value;

export function startReader(bytes: Uint8Array): ProtobufReader {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return { bytes, view, at: 0, end: bytes.length, depth: 0 };
}

/** The tag of the next field. */
export function getTag(r: ProtobufReader): number {
  const start = r.at;
  const tag = getUint32(r);
  // The number 0 is no field's, and a varint of more than 32 bits is no tag.
  if (tag < 8 || r.at - start > 5) refuseBytes(start, 'a tag of a field', `the number ${tag}`);
  return tag;
}

/** The low 32 bits of a varint. */
export function getUint32(r: ProtobufReader): number {
  const { bytes, end } = r;
  const start = r.at;
  let value = 0;
  for (let shift = 0; shift < 70; shift += 7) {
    if (r.at >= end) refuseBytes(start, 'a varint', `${end - start} bytes without its end`);
    const byte = bytes[r.at++] as number;
    // Bits from the 33rd on do not count.
    if (shift < 32) value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value >>> 0;
  }
  refuseBytes(start, 'a varint of at most 10 bytes', 'more');
}

export function getInt32(r: ProtobufReader): number {
  return getUint32(r) | 0;
}

export function getSint32(r: ProtobufReader): number {
  const value = getUint32(r);
  return (value >>> 1) ^ -(value & 1);
}

export function getUint64(r: ProtobufReader): bigint {
  const { bytes, end } = r;
  const start = r.at;
  let low = 0;
  let middle = 0;
  let high = 0;
  for (let count = 0; count < 10; count++) {
    if (r.at >= end) refuseBytes(start, 'a varint', `${end - start} bytes without its end`);
    const byte = bytes[r.at++] as number;
    const bits = byte & 0x7f;
    if (count < 4) low |= bits << (7 * count);
    else if (count < 8) middle |= bits << (7 * (count - 4));
    else high |= bits << (7 * (count - 8));
    if (byte >= 0x80) continue;
    if (count < 7) return BigInt(low + middle * 0x1000_0000);
    return BigInt.asUintN(64, BigInt(low) | (BigInt(middle) << 28n) | (BigInt(high) << 56n));
  }
  refuseBytes(start, 'a varint of at most 10 bytes', 'more');
}

export function getInt64(r: ProtobufReader): bigint {
  return BigInt.asIntN(64, getUint64(r));
}

export function getSint64(r: ProtobufReader): bigint {
  const value = getUint64(r);
  return (value >> 1n) ^ -(value & 1n);
}

export function getBool(r: ProtobufReader): boolean {
  return getUint64(r) !== 0n;
}

/** Where so many bytes begin, which the message has. */
function take(r: ProtobufReader, count: number, what: string): number {
  const { at, end } = r;
  if (count > end - at) refuseBytes(at, what, `${end - at} bytes`);
  r.at += count;
  return at;
}

export function getFixed32(r: ProtobufReader): number {
  return r.view.getUint32(take(r, 4, '4 bytes'), true);
}

export function getSfixed32(r: ProtobufReader): number {
  return r.view.getInt32(take(r, 4, '4 bytes'), true);
}

export function getFloat(r: ProtobufReader): number {
  return r.view.getFloat32(take(r, 4, '4 bytes'), true);
}

export function getFixed64(r: ProtobufReader): bigint {
  return r.view.getBigUint64(take(r, 8, '8 bytes'), true);
}

export function getSfixed64(r: ProtobufReader): bigint {
  return r.view.getBigInt64(take(r, 8, '8 bytes'), true);
}

export function getDouble(r: ProtobufReader): number {
  return r.view.getFloat64(take(r, 8, '8 bytes'), true);
}

function getLength(r: ProtobufReader): number {
  const start = r.at;
  const length = getUint64(r);
  const left = r.end - r.at;
  if (length > BigInt(left)) refuseBytes(start, `a length of at most ${left}`, String(length));
  return Number(length);
}

/** A byte order mark is a character like others. */
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** Up to this length a call into the engine's decoder costs more than reading characters here. */
const SHORT = 24;

export function getString(r: ProtobufReader): string {
  const length = getLength(r);
  const start = r.at;
  r.at += length;
  let text = '';
  if (length <= SHORT) {
    let at = start;
    while (at < r.at) {
      const byte = r.bytes[at] as number;
      if (byte > 0x7f) break;
      text += String.fromCharCode(byte);
      at++;
    }
    if (at === r.at) return text;
  }
  try {
    return decoder.decode(r.bytes.subarray(start, r.at));
  } catch {
    refuseBytes(start, 'text in UTF-8', 'other bytes');
  }
}

export function getBytes(r: ProtobufReader): Uint8Array {
  const length = getLength(r);
  r.at += length;
  return r.bytes.slice(r.at - length, r.at);
}

/** A message behind its length. */
export function getMessage<Value>(r: ProtobufReader, read: ReadMessage<Value>, value?: Value): Value {
  const length = getLength(r);
  return readTo(r, r.at + length, read, value);
}

/** A group up to the mark of its end. `tag` is the one that it began with. */
export function getGroup<Value>(r: ProtobufReader, tag: number, read: ReadMessage<Value>, value?: Value): Value {
  const start = r.at;
  const end = skipGroup(r, tag);
  const after = r.at;
  r.at = start;
  const found = readTo(r, end, read, value);
  r.at = after;
  return found;
}

function readTo<Value>(r: ProtobufReader, end: number, read: ReadMessage<Value>, value: Value | undefined): Value {
  if (++r.depth > MAX_NESTING) refuseBytes(r.at, `at most ${MAX_NESTING} messages in each other`, 'more');
  const outer = r.end;
  r.end = end;
  const found = read(r, value);
  r.end = outer;
  r.depth--;
  return found;
}

/** A block of values. */
export function getPacked<Value>(r: ProtobufReader, values: Value[], get: Get<Value | undefined>): void {
  const length = getLength(r);
  const outer = r.end;
  r.end = r.at + length;
  while (r.at < r.end) pushKnown(values, get(r));
  r.end = outer;
}

/** Adds a value but for those that a closed enum does not name. */
export function pushKnown<Value>(values: Value[], value: Value | undefined): void {
  if (value !== undefined) values.push(value);
}

/**
 * One entry of a map. What it lacks is the default of its type; `undefined` where its value is one that a closed enum
 * does not name.
 */
export function getEntry<Key, Value>(
  r: ProtobufReader,
  keyTag: number,
  getKey: Get<Key>,
  noKey: Key,
  valueTag: number,
  get: Get<Value | undefined>,
  noValue: () => Value,
): readonly [Key, Value] | undefined {
  const length = getLength(r);
  const outer = r.end;
  r.end = r.at + length;
  let key = noKey;
  let value: Value | undefined;
  let isKnown = true;
  while (r.at < r.end) {
    const tag = getTag(r);
    if (tag === keyTag) key = getKey(r);
    else if (tag === valueTag) {
      value = get(r);
      isKnown = value !== undefined;
    } else skipField(r, tag);
  }
  r.end = outer;
  return isKnown ? [key, value ?? noValue()] : undefined;
}

/** Adds an entry to an object, where `__proto__` is a key like others. */
export function setRecord<Value>(
  record: Record<string, Value>,
  entry: readonly [key: string, value: Value] | undefined,
): void {
  if (entry === undefined) return;
  const [key, value] = entry;
  if (key === '__proto__') {
    Object.defineProperty(record, key, { value, writable: true, enumerable: true, configurable: true });
  } else record[key] = value;
}

export function setMap<Key, Value>(map: Map<Key, Value>, entry: readonly [key: Key, value: Value] | undefined): void {
  if (entry !== undefined) map.set(entry[0], entry[1]);
}

/** What a message is of which nothing was written. */
export function readNothing<Value>(read: ReadMessage<Value>): Value {
  return read(startReader(new Uint8Array()));
}

/** Passes over a field that the schema does not know, or not in this form. */
export function skipField(r: ProtobufReader, tag: number): void {
  switch (tag & 7) {
    case 0:
      getUint32(r);
      return;
    case 1:
      take(r, 8, '8 bytes');
      return;
    case 2: {
      const length = getLength(r);
      r.at += length;
      return;
    }
    case 3:
      skipGroup(r, tag);
      return;
    case 5:
      take(r, 4, '4 bytes');
      return;
    default:
      refuseBytes(r.at, 'a field', `wire type ${tag & 7} of field ${tag >>> 3}`);
  }
}

/** Passes over a group, and answers where its mark of the end stands. */
function skipGroup(r: ProtobufReader, tag: number): number {
  if (++r.depth > MAX_NESTING) refuseBytes(r.at, `at most ${MAX_NESTING} messages in each other`, 'more');
  const start = r.at;
  while (r.at < r.end) {
    const at = r.at;
    const next = getTag(r);
    if ((next & 7) !== 4) skipField(r, next);
    else if (next >>> 3 === tag >>> 3) {
      r.depth--;
      return at;
    } else refuseBytes(at, `the end of group ${tag >>> 3}`, `the end of group ${next >>> 3}`);
  }
  refuseBytes(start, `the end of group ${tag >>> 3}`, 'the end of the message');
}

/** What was thrown while the field of `tag` was read, with its name, and the place in its list. */
export function locate(error: unknown, names: Readonly<Record<number, string>>, tag: number, value: object): unknown {
  const name = names[tag >>> 3];
  if (name === undefined) return error;
  const list: unknown = Object.entries(value).find(([key]) => key === name)?.[1];
  return within(error, name, Array.isArray(list) ? list.length : undefined);
}

/** The message, where it has all that it must have. */
export function requireFields<Value extends object>(
  r: ProtobufReader,
  value: Partial<Value>,
  names: readonly (keyof Value & string)[],
): Value {
  for (const name of names) {
    if (value[name] === undefined) {
      const offset = r.at;
      throw within(
        caught(() => refuseBytes(offset, 'a value for a required field', 'none')),
        name,
      );
    }
  }
  return value as Value;
}

function caught(action: () => never): unknown {
  try {
    return action();
  } catch (error) {
    return error;
  }
}
