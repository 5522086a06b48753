const text = new TextEncoder();

/** Writes protobuf's wire format into a buffer that grows. */
export class ProtobufWriter {
  #bytes = new Uint8Array(256);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;

  /** The bytes so far, as a copy. */
  finish(): Uint8Array {
    return this.#bytes.slice(0, this.#at);
  }

  reset(): void {
    this.#at = 0;
  }

  bytes(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }

  /** A number from 0 to 2^32 - 1. */
  varint32(value: number): void {
    this.#reserve(5);
    let rest = value;
    while (rest > 0x7f) {
      this.#bytes[this.#at++] = (rest & 0x7f) | 0x80;
      rest >>>= 7;
    }
    this.#bytes[this.#at++] = rest;
  }

  /** The low 64 bits of a number, whose negative ones take ten bytes. */
  varint64(value: bigint): void {
    this.#reserve(10);
    let rest = BigInt.asUintN(64, value);
    while (rest > 0x7fn) {
      this.#bytes[this.#at++] = Number(rest & 0x7fn) | 0x80;
      rest >>= 7n;
    }
    this.#bytes[this.#at++] = Number(rest);
  }

  fixed32(value: number): void {
    this.#reserve(4);
    this.#view.setUint32(this.#at, value, true);
    this.#at += 4;
  }

  fixed64(value: bigint): void {
    this.#reserve(8);
    this.#view.setBigUint64(this.#at, BigInt.asUintN(64, value), true);
    this.#at += 8;
  }

  float(value: number): void {
    this.#reserve(4);
    this.#view.setFloat32(this.#at, value, true);
    this.#at += 4;
  }

  double(value: number): void {
    this.#reserve(8);
    this.#view.setFloat64(this.#at, value, true);
    this.#at += 8;
  }

  string(value: string): void {
    // Three bytes are the most that a UTF-16 unit takes.
    this.#reserve(value.length * 3 + 5);
    const start = this.begin();
    this.#at += text.encodeInto(value, this.#bytes.subarray(this.#at)).written;
    this.end(start);
  }

  /** Leaves room for a length; what is written until `end` is what it counts. */
  begin(): number {
    this.#reserve(1);
    return this.#at++;
  }

  end(start: number): void {
    const length = this.#at - start - 1;
    if (length < 0x80) {
      this.#bytes[start] = length;
      return;
    }
    let size = 1;
    for (let rest = length; rest > 0x7f; rest >>>= 7) size += 1;
    this.#reserve(size);
    this.#bytes.copyWithin(start + size, start + 1, this.#at);
    const end = this.#at + size - 1;
    this.#at = start;
    this.varint32(length);
    this.#at = end;
  }

  #reserve(count: number): void {
    if (this.#at + count <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at + count));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }
}
