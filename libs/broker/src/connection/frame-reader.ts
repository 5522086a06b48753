const SIZE_BYTES = 4;
/** Key, version and correlation id: no request is shorter. */
const MIN_FRAME_BYTES = 8;
/** A frame's buffer starts no larger than this, whatever size it announces, and doubles as its bytes arrive. */
const FIRST_BUFFER_BYTES = 256 * 1024;

/**
 * Cuts a byte stream into frames: a 4-byte size, then that many bytes (Kafka protocol guide, "Protocol Primitives").
 * A frame that arrives in one chunk is a view of it; another is gathered once. What is kept never exceeds twice what
 * has arrived.
 */
export class FrameReader {
  readonly #maxFrameBytes: number;
  #size = 0;
  /** Of the size's own bytes. */
  #sizeHeld = 0;
  #buffer: Uint8Array | undefined;
  #held = 0;

  constructor(maxFrameBytes: number) {
    this.#maxFrameBytes = maxFrameBytes;
  }

  /** Bytes of a frame that is not complete. */
  get heldBytes(): number {
    return this.#held + this.#sizeHeld;
  }

  /** Hands the frames that `chunk` completes to `take`. Returns what is wrong with the stream, which ends it. */
  push(chunk: Uint8Array, take: (frame: Uint8Array) => void): string | undefined {
    let at = 0;
    while (at < chunk.length) {
      if (this.#sizeHeld < SIZE_BYTES) {
        this.#size = (this.#size << 8) | (chunk[at++] ?? 0) | 0;
        if (++this.#sizeHeld < SIZE_BYTES) continue;
        const finding = this.#checkSize();
        if (finding !== undefined) return finding;
        continue;
      }
      const missing = this.#size - this.#held;
      if (this.#buffer === undefined && chunk.length - at >= missing) {
        const frame = chunk.subarray(at, at + missing);
        this.#sizeHeld = 0;
        at += missing;
        take(frame);
        continue;
      }
      at += this.#gather(chunk, at, missing);
      if (this.#held === this.#size && this.#buffer !== undefined) {
        const frame = this.#buffer.subarray(0, this.#size);
        this.#buffer = undefined;
        this.#held = 0;
        this.#sizeHeld = 0;
        take(frame);
      }
    }
    return undefined;
  }

  #gather(chunk: Uint8Array, at: number, missing: number): number {
    const count = Math.min(missing, chunk.length - at);
    this.#buffer ??= Buffer.allocUnsafeSlow(Math.min(this.#size, FIRST_BUFFER_BYTES));
    if (this.#held + count > this.#buffer.length) {
      const capacity = Math.min(this.#size, Math.max(this.#buffer.length * 2, this.#held + count));
      const bigger = Buffer.allocUnsafeSlow(capacity);
      bigger.set(this.#buffer.subarray(0, this.#held));
      this.#buffer = bigger;
    }
    this.#buffer.set(chunk.subarray(at, at + count), this.#held);
    this.#held += count;
    return count;
  }

  #checkSize(): string | undefined {
    const size = this.#size;
    if (size >= MIN_FRAME_BYTES && size <= this.#maxFrameBytes) return undefined;
    const guess = guessProtocol(size);
    const what = guess === undefined ? '' : `, which looks like ${guess}`;
    return `a frame of ${size} bytes was announced${what}; ${MIN_FRAME_BYTES} to ${this.#maxFrameBytes} are taken`;
  }
}

/** First four bytes of what is commonly sent to the wrong port. */
function guessProtocol(size: number): string | undefined {
  const text = String.fromCharCode((size >>> 24) & 0xff, (size >>> 16) & 0xff, (size >>> 8) & 0xff, size & 0xff);
  if (['GET ', 'POST', 'PUT ', 'HEAD', 'DELE', 'OPTI', 'PRI '].includes(text)) return 'HTTP';
  if (size >>> 16 === 0x1603) return 'TLS';
  return undefined;
}
