const ENTRY_BYTES = 8;
const START = { position: 0, relativeOffset: 0 };

/**
 * Kafka's `.index` file: ascending pairs (offset relative to the segment, file position), 4 bytes each, big-endian.
 * An entry names the last offset of the batch at its position. Sparse: one entry every `index.interval.bytes`.
 */
export class OffsetIndex {
  #relativeOffsets = new Uint32Array(0);
  #positions = new Uint32Array(0);
  #length = 0;

  get length(): number {
    return this.#length;
  }

  /** Of the last entry; -1 when there is none. */
  get lastRelativeOffset(): number {
    return this.#length === 0 ? -1 : (this.#relativeOffsets[this.#length - 1] ?? -1);
  }

  add(relativeOffset: number, position: number): void {
    if (this.#length === this.#positions.length) {
      this.#relativeOffsets = grow(this.#relativeOffsets);
      this.#positions = grow(this.#positions);
    }
    this.#relativeOffsets[this.#length] = relativeOffset;
    this.#positions[this.#length] = position;
    this.#length++;
  }

  /** The last entry at or before `relativeOffset`, position 0 when there is none: the batch is at or after it. */
  lookUp(relativeOffset: number): { readonly position: number; readonly relativeOffset: number } {
    let low = 0;
    let high = this.#length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#relativeOffsets[middle] ?? 0) <= relativeOffset) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return START;
    return { position: this.#positions[low - 1] ?? 0, relativeOffset: this.#relativeOffsets[low - 1] ?? 0 };
  }

  /** Drops the entries that point at `position` or later. */
  truncate(position: number): void {
    while (this.#length > 0 && (this.#positions[this.#length - 1] ?? 0) >= position) this.#length--;
  }

  toBytes(): Uint8Array {
    const bytes = new Uint8Array(this.#length * ENTRY_BYTES);
    const view = new DataView(bytes.buffer);
    for (let i = 0; i < this.#length; i++) {
      view.setUint32(i * ENTRY_BYTES, this.#relativeOffsets[i] ?? 0);
      view.setUint32(i * ENTRY_BYTES + 4, this.#positions[i] ?? 0);
    }
    return bytes;
  }

  /** Undefined when the bytes cannot be the index of a log file of `logSizeBytes`. */
  static parse(bytes: Uint8Array, logSizeBytes: number): OffsetIndex | undefined {
    if (bytes.length % ENTRY_BYTES !== 0) return undefined;
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const index = new OffsetIndex();
    let lastOffset = -1;
    let lastPosition = -1;
    for (let at = 0; at < bytes.length; at += ENTRY_BYTES) {
      const offset = view.getUint32(at);
      const position = view.getUint32(at + 4);
      if (offset <= lastOffset || position <= lastPosition || position >= logSizeBytes) return undefined;
      index.add(offset, position);
      lastOffset = offset;
      lastPosition = position;
    }
    return index;
  }
}

function grow(array: Uint32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const bigger = new Uint32Array(Math.max(8, array.length * 2));
  bigger.set(array);
  return bigger;
}
