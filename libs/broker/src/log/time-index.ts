const ENTRY_BYTES = 12;

/** One entry: no batch up to `relativeOffset` has a timestamp above `timestampMs`. */
export interface TimeEntry {
  readonly timestampMs: bigint;
  readonly relativeOffset: number;
}

/**
 * Kafka's `.timeindex` file: pairs (greatest timestamp so far, 8 bytes; offset of its batch relative to the segment,
 * 4 bytes), big-endian, both ascending.
 */
export class TimeIndex {
  readonly #entries: TimeEntry[] = [];

  get length(): number {
    return this.#entries.length;
  }

  get last(): TimeEntry | undefined {
    return this.#entries.at(-1);
  }

  /** Ignored unless both are above the last entry's. */
  add(timestampMs: bigint, relativeOffset: number): void {
    const last = this.last;
    if (timestampMs < 0n) return;
    if (last !== undefined && (timestampMs <= last.timestampMs || relativeOffset <= last.relativeOffset)) return;
    this.#entries.push({ timestampMs, relativeOffset });
  }

  /** The last entry below `timestampMs`, from where a batch that reaches it is to be looked for. */
  lookUp(timestampMs: bigint): TimeEntry | undefined {
    let low = 0;
    let high = this.#entries.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const entry = this.#entries[middle];
      if (entry !== undefined && entry.timestampMs < timestampMs) low = middle + 1;
      else high = middle;
    }
    return this.#entries[low - 1];
  }

  /** Drops the entries above `relativeOffset`. */
  truncate(relativeOffset: number): void {
    while ((this.last?.relativeOffset ?? -1) > relativeOffset) this.#entries.pop();
  }

  toBytes(): Uint8Array {
    const bytes = new Uint8Array(this.#entries.length * ENTRY_BYTES);
    const view = new DataView(bytes.buffer);
    this.#entries.forEach((entry, i) => {
      view.setBigInt64(i * ENTRY_BYTES, entry.timestampMs);
      view.setUint32(i * ENTRY_BYTES + 8, entry.relativeOffset);
    });
    return bytes;
  }

  /** Undefined when the bytes cannot be a time index. */
  static parse(bytes: Uint8Array): TimeIndex | undefined {
    if (bytes.length % ENTRY_BYTES !== 0) return undefined;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const index = new TimeIndex();
    for (let at = 0; at < bytes.length; at += ENTRY_BYTES) {
      const length = index.length;
      index.add(view.getBigInt64(at), view.getUint32(at + 8));
      if (index.length === length) return undefined;
    }
    return index;
  }
}
