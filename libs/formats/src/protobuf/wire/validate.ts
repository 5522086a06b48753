import type { ByteValidator } from '../../schema-format.ts';
import type { MessageDescriptor } from '../descriptor/descriptor.ts';
import { planMessage, WIRE } from './message-plan.ts';
import type { FieldPlan, MessagePlan } from './message-plan.ts';
import { findInvalidUtf8 } from './utf8.ts';

const EMPTY = new Uint8Array(0);

/** How deep messages may nest in bytes: protobuf's own limit. */
const MAX_DEPTH = 100;

const WIRE_NAMES = [
  'a varint (wire type 0)',
  'eight bytes (wire type 1)',
  'a length and bytes (wire type 2)',
  'the start of a group (wire type 3)',
  'the end of a group (wire type 4)',
  'four bytes (wire type 5)',
];

/**
 * Makes a walk over the bytes of `message` that builds no value: numbers and wire types of fields, lengths, packed numbers,
 * groups, maps, UTF-8 in strings of proto3, required fields of proto2. Fields that the schema does not have are skipped, as
 * every reader of protobuf skips them; a known number with another wire type is refused, for readers would lose the field.
 */
export function compileValidator(message: MessageDescriptor): ByteValidator {
  const plan = planMessage(message);
  const walk = new Walk();
  return (bytes, start, end) => walk.run(plan, bytes, start, end);
}

/** Where the walk stands is -1 once something is wrong; what it is, is in the other members. */
class Walk {
  #bytes: Uint8Array = EMPTY;
  /** The field that is wrong, from the inside out. */
  readonly #path: string[] = [];
  #expected = '';
  #found = '';
  #offset = 0;
  /** The number read last, as far as 32 bits go, and whether it went further. */
  #value = 0;
  #isLong = false;

  run(plan: MessagePlan, bytes: Uint8Array, start: number, end: number): ReturnType<ByteValidator> {
    this.#bytes = bytes;
    const last = this.#message(plan, start, end, 0, 0);
    this.#bytes = EMPTY;
    if (last !== -1) return undefined;
    const path = this.#path.toReversed().join('.');
    this.#path.length = 0;
    return {
      kind: 'malformed',
      path,
      expected: this.#expected,
      found: this.#found,
      offset: this.#offset - start,
    };
  }

  /** Walks one message; `group` is the number that ends it where it is a group, else 0. Answers where it ends. */
  #message(plan: MessagePlan, start: number, end: number, depth: number, group: number): number {
    if (depth > MAX_DEPTH) return this.#fail(`at most ${MAX_DEPTH} nested messages`, 'one more', start);
    const { fields, farFields, required } = plan;
    let seen = 0;
    let seenMore: Set<number> | undefined;
    let at = start;
    for (;;) {
      if (at === end) {
        if (group !== 0) return this.#fail(`the end of group ${group}`, 'the end of the bytes', at);
        break;
      }
      const tagAt = at;
      at = this.#varint(at, end);
      if (at === -1) return -1;
      const tag = this.#value;
      const number = tag >>> 3;
      const wire = tag & 7;
      if (number === 0 || this.#isLong || wire > WIRE.fixed32) return this.#failTag(number, wire, tagAt);
      if (wire === WIRE.groupEnd) {
        if (number === group) break;
        return this.#fail(group === 0 ? 'a field' : `the end of group ${group}`, `the end of group ${number}`, tagAt);
      }
      const field = number < fields.length ? fields[number] : farFields.size === 0 ? undefined : farFields.get(number);
      if (field === undefined) {
        at = this.#skip(number, wire, at, end, depth);
        if (at === -1) return -1;
        continue;
      }
      if (field.required !== -1) {
        if (field.required < 31) seen |= 1 << field.required;
        else (seenMore ??= new Set()).add(field.required);
      }
      at =
        wire === field.wire ? this.#content(field, number, at, end, depth) : this.#other(field, wire, at, end, tagAt);
      if (at === -1) {
        this.#path.push(field.isRepeated ? `${field.name}[${this.#count(number, start, tagAt)}]` : field.name);
        return -1;
      }
    }
    for (let index = 0; index < required.length; index++) {
      const isThere = index < 31 ? (seen & (1 << index)) !== 0 : seenMore?.has(index) === true;
      if (isThere) continue;
      this.#path.push(required[index] ?? '');
      return this.#fail('a value for a required field', 'none', at);
    }
    return at;
  }

  #content(field: FieldPlan, number: number, at: number, end: number, depth: number): number {
    switch (field.wire) {
      case WIRE.varint:
        return this.#varint(at, end);
      case WIRE.fixed64:
        return this.#fixed(field, 8, at, end);
      case WIRE.fixed32:
        return this.#fixed(field, 4, at, end);
      case WIRE.groupStart:
        return field.message === undefined ? -1 : this.#message(field.message, at, end, depth + 1, number);
      default: {
        const content = this.#length(at, end);
        if (content === -1) return -1;
        const contentEnd = content + this.#value;
        if (field.message !== undefined) return this.#message(field.message, content, contentEnd, depth + 1, 0);
        if (field.content !== 'text') return contentEnd;
        const invalid = findInvalidUtf8(this.#bytes, content, contentEnd);
        return invalid === -1 ? contentEnd : this.#fail('UTF-8', `byte ${hex(this.#bytes[invalid])}`, invalid);
      }
    }
  }

  /** A known field in another wire type than its own: many numbers in one block, or nothing good. */
  #other(field: FieldPlan, wire: number, at: number, end: number, tagAt: number): number {
    if (wire !== WIRE.length || !field.isPackable) {
      return this.#fail(`${WIRE_NAMES[field.wire]} for ${field.typeName}`, WIRE_NAMES[wire] ?? '', tagAt);
    }
    const content = this.#length(at, end);
    if (content === -1) return -1;
    const contentEnd = content + this.#value;
    if (field.wire !== WIRE.varint) {
      const size = field.wire === WIRE.fixed64 ? 8 : 4;
      const length = contentEnd - content;
      if (length % size === 0) return contentEnd;
      return this.#fail(`a multiple of ${size} bytes for ${field.typeName}`, `${length} bytes`, content);
    }
    let next = content;
    while (next < contentEnd) {
      next = this.#varint(next, contentEnd);
      if (next === -1) return -1;
    }
    return contentEnd;
  }

  #fixed({ typeName }: FieldPlan, size: number, at: number, end: number): number {
    return end - at >= size ? at + size : this.#fail(`${size} bytes of ${typeName}`, `${end - at} bytes`, at);
  }

  /** Reads a length that is there: the content begins at the answer and has `#value` bytes. */
  #length(at: number, end: number): number {
    const content = this.#varint(at, end);
    if (content === -1) return -1;
    if (!this.#isLong && this.#value <= end - content) return content;
    const length = this.#isLong ? 'a length beyond 32 bits' : `a length of ${this.#value}`;
    return this.#fail(`at most ${end - content} bytes`, length, at);
  }

  #skip(number: number, wire: number, at: number, end: number, depth: number): number {
    switch (wire) {
      case WIRE.varint:
        return this.#varint(at, end);
      case WIRE.fixed64:
        return end - at >= 8 ? at + 8 : this.#fail('8 bytes', `${end - at} bytes`, at);
      case WIRE.fixed32:
        return end - at >= 4 ? at + 4 : this.#fail('4 bytes', `${end - at} bytes`, at);
      case WIRE.length: {
        const content = this.#length(at, end);
        return content === -1 ? -1 : content + this.#value;
      }
      default:
        return this.#message(UNKNOWN_MESSAGE, at, end, depth + 1, number);
    }
  }

  /** Reads at most ten bytes; 32 bits of them into `#value`. */
  #varint(start: number, end: number): number {
    const bytes = this.#bytes;
    let at = start;
    if (at < end) {
      const first = bytes[at] ?? 0;
      if (first < 0x80) {
        this.#value = first;
        this.#isLong = false;
        return at + 1;
      }
    }
    let value = 0;
    let isLong = false;
    for (let index = 0; index < 10; index++) {
      if (at === end) return this.#fail('a varint', 'the end of the bytes in the middle of it', start);
      const byte = bytes[at++] ?? 0;
      if (index < 4) value |= (byte & 0x7f) << (index * 7);
      else if (index === 4) {
        value |= (byte & 0x0f) << 28;
        isLong = (byte & 0x70) !== 0;
      } else if ((byte & 0x7f) !== 0) isLong = true;
      if (byte < 0x80) {
        if (index === 9 && byte > 1) break;
        this.#value = value >>> 0;
        this.#isLong = isLong;
        return at;
      }
    }
    return this.#fail('a varint of at most 64 bits', 'more', start);
  }

  /** How many values of field `number` stand in the message before `end`; only asked once something is wrong. */
  #count(number: number, start: number, end: number): number {
    const [expected, found, offset, depth] = [this.#expected, this.#found, this.#offset, this.#path.length];
    let count = 0;
    for (let at = start; at < end && at !== -1;) {
      at = this.#varint(at, end);
      if (at === -1) break;
      const tag = this.#value;
      if (tag >>> 3 === number) count += 1;
      at = this.#skip(tag >>> 3, tag & 7, at, end, 0);
    }
    [this.#expected, this.#found, this.#offset] = [expected, found, offset];
    this.#path.length = depth;
    return count;
  }

  #failTag(number: number, wire: number, at: number): -1 {
    if (wire > WIRE.fixed32) return this.#fail('a wire type from 0 to 5', `wire type ${wire} of field ${number}`, at);
    return this.#fail('a field number from 1 to 536870911', this.#isLong ? 'more' : String(number), at);
  }

  #fail(expected: string, found: string, offset: number): -1 {
    this.#expected = expected;
    this.#found = found;
    this.#offset = offset;
    return -1;
  }
}

/** A group that the schema does not have: fields of any number. */
const UNKNOWN_MESSAGE: MessagePlan = { fullName: '', fields: [], farFields: new Map(), required: [] };

function hex(byte: number | undefined): string {
  return `0x${(byte ?? 0).toString(16).padStart(2, '0')}`;
}
