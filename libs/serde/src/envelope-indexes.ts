/** How deep messages may nest in a schema, and so how many indexes a payload may begin with. */
const MAX_INDEXES = 100;

/** Which message of a Protobuf schema a payload is, as it stands between the envelope and the message itself. */
export interface MessageIndexes {
  /** Positions from the file's messages inwards; `[0]` is the first message. */
  readonly indexes: readonly number[];
  /** Where the message begins. */
  readonly end: number;
}

/** `[0]`, the one that nearly every payload has: a zero byte stands for it. */
const FIRST: readonly number[] = [0];

/**
 * Reads the message indexes at `start`: their count, then each, as zig-zag varints; a count of 0 stands for `[0]`.
 * Undefined where the bytes before `end` are no such list. (Confluent wire format for Protobuf.)
 */
export function readMessageIndexes(bytes: Uint8Array, start: number, end: number): MessageIndexes | undefined {
  if (start < end && bytes[start] === 0) return { indexes: FIRST, end: start + 1 };
  const count = readZigZag(bytes, start, end);
  if (count === undefined || count.value < 1 || count.value > MAX_INDEXES) return undefined;
  const indexes: number[] = [];
  let at = count.end;
  while (indexes.length < count.value) {
    const index = readZigZag(bytes, at, end);
    if (index === undefined || index.value < 0) return undefined;
    indexes.push(index.value);
    at = index.end;
  }
  return { indexes, end: at };
}

/** The bytes that {@link readMessageIndexes} reads, in their shortest form. */
export function writeMessageIndexes(indexes: readonly number[]): Uint8Array {
  if (indexes.length === 1 && indexes[0] === 0) return Uint8Array.of(0);
  const bytes: number[] = [];
  for (const value of [indexes.length, ...indexes]) {
    let rest = value * 2;
    while (rest > 0x7f) {
      bytes.push((rest & 0x7f) | 0x80);
      rest = Math.floor(rest / 128);
    }
    bytes.push(rest);
  }
  return Uint8Array.from(bytes);
}

function readZigZag(bytes: Uint8Array, start: number, end: number): { value: number; end: number } | undefined {
  let raw = 0;
  for (let at = start, shift = 0; at < end && shift < 35; at++, shift += 7) {
    const byte = bytes[at] ?? 0;
    raw += (byte & 0x7f) * 2 ** shift;
    if (byte < 0x80) {
      if (raw > 0xffff_ffff) return undefined;
      return { value: raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2, end: at + 1 };
    }
  }
  return undefined;
}
