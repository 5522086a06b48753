/**
 * Where one record's parts stand in the body it was read from. One object is used for all records of a walk: keep
 * numbers, not the object. A null key or value has start and end -1.
 */
export interface RecordPositions {
  /** 0 for the first record of the batch. */
  readonly index: number;
  readonly start: number;
  /** Exclusive. */
  readonly end: number;
  readonly attributes: number;
  /** Ms; approximate beyond 2^53, which no clock reaches. */
  readonly timestampDelta: number;
  readonly offsetDelta: number;
  readonly keyStart: number;
  readonly keyEnd: number;
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly headersCount: number;
  /** Where the first header starts. */
  readonly headersStart: number;
}

/** A record that is not as KIP-98 says, counted from 0 in its batch; `offset` is in the body. */
export interface RecordFinding {
  readonly kind: 'malformed' | 'left-over';
  readonly index: number;
  readonly offset: number;
  readonly message: string;
}

export interface RecordHeader {
  readonly key: string;
  /** A view of the body. */
  readonly value: Uint8Array | null;
}

type MutablePositions = { -readonly [K in keyof RecordPositions]: RecordPositions[K] };

/** A walk over the records of a batch's body that its caller advances, and so may pause. */
export interface RecordCursor {
  readonly record: RecordPositions;
  /** Why the walk ended early. */
  readonly finding: RecordFinding | undefined;
  /** Moves to the next record: false at the end and at a finding. Allocates nothing. */
  next(): boolean;
}

/**
 * Walks the `count` records of `body` (a batch's records, decompressed) without copying: `visit` gets positions and may
 * return false to stop. Returns the first finding: a record that is malformed, or bytes after the last one.
 */
export function walkRecords(
  body: Uint8Array,
  count: number,
  visit: (record: RecordPositions) => boolean | void,
): RecordFinding | undefined {
  const cursor = openRecords(body, count);
  while (cursor.next()) if (visit(cursor.record) === false) return undefined;
  return cursor.finding;
}

/** The same walk, one step at a call. */
export function openRecords(body: Uint8Array, count: number): RecordCursor {
  return new RecordWalk(body, count);
}

/** The headers of a record that a walk has just visited. */
export function readRecordHeaders(body: Uint8Array, record: RecordPositions): RecordHeader[] {
  const reader = new VarintReader(body, record.headersStart, record.end);
  const headers: RecordHeader[] = [];
  for (let index = 0; index < record.headersCount; index++) {
    const keyBytes = reader.readVarint();
    const keyStart = reader.offset;
    reader.offset += keyBytes;
    const valueBytes = reader.readVarint();
    const valueStart = reader.offset;
    if (valueBytes > 0) reader.offset += valueBytes;
    const value = valueBytes < 0 ? null : body.subarray(valueStart, valueStart + valueBytes);
    headers.push({ key: decoder.decode(body.subarray(keyStart, keyStart + keyBytes)), value });
  }
  return headers;
}

const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Reads signed varints (zigzag, as Protocol Buffers) up to `end`; after a fault `failed` is set and 0 is given. */
class VarintReader {
  readonly bytes: Uint8Array;
  offset: number;
  end: number;
  failed = false;

  constructor(bytes: Uint8Array, offset: number, end: number) {
    this.bytes = bytes;
    this.offset = offset;
    this.end = end;
  }

  readVarint(): number {
    const { bytes, end } = this;
    let { offset } = this;
    if (offset < end) {
      const first = bytes[offset] ?? 0;
      if (first < 0x80) {
        this.offset = offset + 1;
        return (first >>> 1) ^ -(first & 1);
      }
    }
    let raw = 0;
    for (let shift = 0; shift < 35 && offset < end; shift += 7) {
      const byte = bytes[offset++] ?? 0;
      if (shift === 28 && byte > 0x0f) break;
      raw |= (byte & 0x7f) << shift;
      if (byte < 0x80) {
        this.offset = offset;
        return (raw >>> 1) ^ -(raw & 1);
      }
    }
    this.failed = true;
    return 0;
  }

  /** Up to 64 bits, as the nearest number. */
  readVarlong(): number {
    const { bytes, end } = this;
    let { offset } = this;
    if (offset + 1 < end) {
      const first = bytes[offset] ?? 0;
      const second = bytes[offset + 1] ?? 0;
      if (first < 0x80) {
        this.offset = offset + 1;
        return (first >>> 1) ^ -(first & 1);
      }
      if (second < 0x80) {
        this.offset = offset + 2;
        const short = (first & 0x7f) | (second << 7);
        return (short >>> 1) ^ -(short & 1);
      }
    }
    let raw = 0;
    let scale = 1;
    let isOdd = false;
    for (let count = 0; count < 10 && offset < end; count++) {
      const byte = bytes[offset++] ?? 0;
      if (count === 0) isOdd = (byte & 1) === 1;
      if (count === 9 && byte > 1) break;
      raw += (byte & 0x7f) * scale;
      scale *= 128;
      if (byte < 0x80) {
        this.offset = offset;
        return isOdd ? -(raw + 1) / 2 : raw / 2;
      }
    }
    this.failed = true;
    return 0;
  }
}

class RecordWalk implements RecordCursor {
  readonly record: MutablePositions = {
    index: -1,
    start: 0,
    end: 0,
    attributes: 0,
    timestampDelta: 0,
    offsetDelta: 0,
    keyStart: -1,
    keyEnd: -1,
    valueStart: -1,
    valueEnd: -1,
    headersCount: 0,
    headersStart: 0,
  };
  finding: RecordFinding | undefined = undefined;
  readonly #body: Uint8Array;
  readonly #count: number;
  readonly #reader: VarintReader;

  constructor(body: Uint8Array, count: number) {
    this.#body = body;
    this.#count = count;
    this.#reader = new VarintReader(body, 0, body.length);
  }

  next(): boolean {
    const { record } = this;
    if (this.finding !== undefined) return false;
    if (record.index + 1 >= this.#count) {
      if (record.end < this.#body.length) {
        const left = this.#body.length - record.end;
        this.#fail('left-over', record.end, `${left} bytes are left over after the last of ${this.#count} records`);
      }
      return false;
    }
    return this.#readRecord();
  }

  #readRecord(): boolean {
    const { record } = this;
    const reader = this.#reader;
    const body = this.#body;
    record.index++;
    record.start = record.end;
    reader.offset = record.start;
    reader.end = body.length;
    const length = reader.readVarint();
    const start = reader.offset;
    if (reader.failed || length < 1 || length > body.length - start) {
      return this.#fail('malformed', record.start, 'its length is not that of a record in the bytes left');
    }
    const end = start + length;
    record.end = end;
    reader.end = end;
    record.attributes = body[start] ?? 0;
    reader.offset = start + 1;
    record.timestampDelta = reader.readVarlong();
    record.offsetDelta = reader.readVarint();
    const keyBytes = reader.readVarint();
    if (reader.failed || keyBytes < -1 || keyBytes > end - reader.offset) {
      return this.#fail('malformed', reader.offset, 'its key does not fit in it');
    }
    record.keyStart = keyBytes < 0 ? -1 : reader.offset;
    record.keyEnd = keyBytes < 0 ? -1 : (reader.offset += keyBytes);
    const valueBytes = reader.readVarint();
    if (reader.failed || valueBytes < -1 || valueBytes > end - reader.offset) {
      return this.#fail('malformed', reader.offset, 'its value does not fit in it');
    }
    record.valueStart = valueBytes < 0 ? -1 : reader.offset;
    record.valueEnd = valueBytes < 0 ? -1 : (reader.offset += valueBytes);
    record.headersCount = reader.readVarint();
    record.headersStart = reader.offset;
    return this.#skipHeaders();
  }

  #skipHeaders(): boolean {
    const { headersCount, end } = this.record;
    const reader = this.#reader;
    // A header takes at least two bytes.
    if (reader.failed || headersCount < 0 || headersCount * 2 > end - reader.offset) {
      return this.#fail('malformed', reader.offset, 'its headers do not fit in it');
    }
    for (let index = 0; index < headersCount; index++) {
      const keyBytes = reader.readVarint();
      if (reader.failed || keyBytes < 0 || keyBytes > end - reader.offset) {
        return this.#fail('malformed', reader.offset, 'a header key does not fit in it');
      }
      reader.offset += keyBytes;
      const valueBytes = reader.readVarint();
      if (reader.failed || valueBytes < -1 || valueBytes > end - reader.offset) {
        return this.#fail('malformed', reader.offset, 'a header value does not fit in it');
      }
      if (valueBytes > 0) reader.offset += valueBytes;
    }
    if (reader.offset === end) return true;
    return this.#fail('left-over', reader.offset, `${end - reader.offset} bytes are left over after its headers`);
  }

  #fail(kind: RecordFinding['kind'], offset: number, text: string): false {
    const { index } = this.record;
    this.finding = { kind, index, offset, message: `record ${index}: ${text}` };
    return false;
  }
}
