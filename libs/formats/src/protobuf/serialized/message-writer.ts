/** Collects the fields of one small protobuf message; they are written in the order of their numbers. */
export class MessageWriter {
  readonly #fields: { readonly number: number; readonly bytes: readonly number[] }[] = [];

  string(number: number, value: string | undefined): this {
    if (value === undefined) return this;
    return this.#add(number, 2, lengthPrefixed(new TextEncoder().encode(value)));
  }

  varint(number: number, value: number | boolean | undefined): this {
    return value === undefined ? this : this.#add(number, 0, varint(Number(value)));
  }

  message(number: number, value: MessageWriter | undefined): this {
    return value === undefined ? this : this.#add(number, 2, lengthPrefixed(value.finish()));
  }

  /** As `message`, but only where there is something in it. */
  filled(number: number, value: MessageWriter): this {
    return value.isEmpty ? this : this.message(number, value);
  }

  get isEmpty(): boolean {
    return this.#fields.length === 0;
  }

  finish(): Uint8Array {
    const bytes: number[] = [];
    for (const field of this.#fields.toSorted((a, b) => a.number - b.number)) {
      for (const byte of field.bytes) bytes.push(byte);
    }
    return Uint8Array.from(bytes);
  }

  #add(number: number, wire: number, bytes: readonly number[]): this {
    this.#fields.push({ number, bytes: [...varint(number * 8 + wire), ...bytes] });
    return this;
  }
}

function lengthPrefixed(bytes: Uint8Array): number[] {
  const all = varint(bytes.length);
  for (const byte of bytes) all.push(byte);
  return all;
}

/** Negative numbers take ten bytes, as int32 does. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = BigInt.asUintN(64, BigInt(value));
  while (rest > 0x7fn) {
    bytes.push(Number(rest & 0x7fn) | 0x80);
    rest >>= 7n;
  }
  bytes.push(Number(rest));
  return bytes;
}
