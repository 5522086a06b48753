/** How deep messages of a serialized file may nest. */
const MAX_DEPTH = 100;

/** Thrown for bytes that are no message of descriptor.proto. */
export class MalformedMessage extends Error {}

type Value = bigint | Uint8Array;

/** The fields of one serialized message, by number. What is of another wire type than asked for counts as absent. */
export class MessageReader {
  readonly #fields = new Map<number, Value[]>();
  readonly #depth: number;

  constructor(bytes: Uint8Array, depth = 0) {
    if (depth > MAX_DEPTH) throw new MalformedMessage(`messages nest deeper than ${MAX_DEPTH}`);
    this.#depth = depth;
    let at = 0;

    function readVarint(): bigint {
      let value = 0n;
      for (let shift = 0n; shift < 70n; shift += 7n) {
        const byte = bytes[at++];
        if (byte === undefined) throw new MalformedMessage('the bytes end in the middle of a number');
        value |= BigInt(byte & 0x7f) << shift;
        if (byte < 0x80) return BigInt.asUintN(64, value);
      }
      throw new MalformedMessage('a number of more than ten bytes');
    }

    function readBytes(length: number): Uint8Array {
      if (length > bytes.length - at) throw new MalformedMessage('the bytes end in the middle of a field');
      at += length;
      return bytes.subarray(at - length, at);
    }

    while (at < bytes.length) {
      const tag = Number(readVarint());
      const wire = tag & 7;
      if (tag >>> 3 === 0) throw new MalformedMessage(`field number 0 at byte ${at}`);
      if (wire === 0) this.#add(tag >>> 3, readVarint());
      else if (wire === 1) readBytes(8);
      else if (wire === 2) this.#add(tag >>> 3, readBytes(Number(readVarint())));
      else if (wire === 5) readBytes(4);
      else throw new MalformedMessage(`wire type ${wire} at byte ${at}`);
    }
  }

  #add(number: number, value: Value): void {
    const values = this.#fields.get(number);
    if (values === undefined) this.#fields.set(number, [value]);
    else values.push(value);
  }

  has(number: number): boolean {
    return this.#fields.has(number);
  }

  strings(number: number): string[] {
    const decoder = new TextDecoder('utf-8');
    return this.#bytes(number).map((bytes) => decoder.decode(bytes));
  }

  string(number: number): string | undefined {
    return this.strings(number).at(-1);
  }

  /** The values of an int32 or enum field. */
  ints(number: number): number[] {
    const values = this.#fields.get(number) ?? [];
    return values.flatMap((value) => (typeof value === 'bigint' ? [Number(BigInt.asIntN(32, value))] : []));
  }

  int(number: number): number | undefined {
    return this.ints(number).at(-1);
  }

  bool(number: number): boolean | undefined {
    const value = this.#fields.get(number)?.at(-1);
    return typeof value === 'bigint' ? value !== 0n : undefined;
  }

  messages(number: number): MessageReader[] {
    return this.#bytes(number).map((bytes) => new MessageReader(bytes, this.#depth + 1));
  }

  message(number: number): MessageReader | undefined {
    return this.messages(number).at(-1);
  }

  #bytes(number: number): Uint8Array[] {
    return (this.#fields.get(number) ?? []).filter((value) => value instanceof Uint8Array);
  }
}
