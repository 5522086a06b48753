import { AvroError } from './avro-error.ts';
import type { ByteFinding } from './avro-error.ts';
import { explainBytes } from './explain/explain-bytes.ts';
import { explainValue } from './explain/explain-value.ts';
import type { CodecOptions, Engine } from './codec-options.ts';
import { planCodec, planResolver } from './plan/build-plan.ts';
import { findUnresolvable } from './plan/find-unresolvable.ts';
import type { Plan } from './plan/plan.ts';
import { makeProduct } from './products.ts';
import type { Products } from './products.ts';
import type { Schema } from './schema/schema.ts';
import { isDataFault, MAX_EMPTY_ITEMS } from './wire/faults.ts';
import type { Cursor } from './wire/read.ts';
import { writeToSlab } from './wire/slab.ts';

export interface Codec {
  /**
   * The bytes of a value; they may share a larger buffer. A record's field that is missing takes its default.
   * @throws AvroError with ValueFindings where the value does not match the schema
   */
  encode(value: unknown): Uint8Array;
  /**
   * Writes at `offset` and returns the offset behind the value.
   * @throws AvroError as `encode`, and when the target is too short, which then holds a part of the value
   */
  encodeInto(value: unknown, target: Uint8Array, offset: number): number;
  /**
   * The value in `bytes[start, end)`, all of which must be used.
   * @throws AvroError with a ByteFinding
   */
  decode(bytes: Uint8Array, start?: number, end?: number): unknown;
  /** What `decode` would refuse, without making a value; empty where every byte is accounted for. Any long is valid. */
  validateBytes(bytes: Uint8Array, start: number, end: number): readonly ByteFinding[];
}

export interface Resolver {
  /** Where the reader cannot take all that the writer may write, in words. Values that avoid these still decode. */
  readonly unresolvable: readonly string[];
  /**
   * The value in `bytes[start, end)`, written with the writer's schema, as the reader's schema describes it.
   * @throws AvroError with a ByteFinding
   */
  decode(bytes: Uint8Array, start?: number, end?: number): unknown;
}

/**
 * Compiles a schema to JavaScript that encodes, decodes and validates its binary form (Avro 1.12, Binary Encoding).
 * Each product is compiled when first used.
 */
export function compileCodec(schema: Schema, options: CodecOptions = {}): Codec {
  const { engine = 'jit' } = options;
  const plan = planCodec(schema, options);
  let encode: Products['encode'] | undefined;
  let validate: Products['validate'] | undefined;
  const cursor: Cursor = { at: 0, emptyItems: 0 };
  return {
    encode(value) {
      try {
        return writeToSlab((encode ??= makeProduct(plan, 'encode', engine)), value);
      } catch (error) {
        throw explainRefusal(plan, value, error);
      }
    },
    encodeInto(value, target, offset) {
      let end: number;
      try {
        end = (encode ??= makeProduct(plan, 'encode', engine))(value, target, offset, 0);
      } catch (error) {
        throw explainRefusal(plan, value, error);
      }
      if (end <= target.length) return end;
      throw new AvroError(`the value takes ${end - offset} bytes, and the target has ${target.length - offset}`);
    },
    decode: createDecode(plan, engine),
    validateBytes(bytes, start, end) {
      checkBounds(bytes, start, end);
      cursor.emptyItems = MAX_EMPTY_ITEMS;
      try {
        validate ??= makeProduct(plan, 'validate', engine);
        if (validate(bytes, start, end, cursor, 0) === end) return NO_FINDINGS;
      } catch (error) {
        if (!isDataFault(error)) throw error;
      }
      const finding = explainBytes(plan, bytes, start, end, false);
      return finding === undefined ? NO_FINDINGS : [finding];
    },
  };
}

const NO_FINDINGS: readonly ByteFinding[] = Object.freeze([]);

/**
 * Compiles the reading of one schema's bytes as another's values (Avro 1.12, Schema Resolution): as lazy as Java's
 * resolver, so only a value that the reader cannot take is refused.
 */
export function compileResolver(writer: Schema, reader: Schema, options: CodecOptions = {}): Resolver {
  const plan = planResolver(writer, reader, options);
  let unresolvable: readonly string[] | undefined;
  return {
    get unresolvable() {
      return (unresolvable ??= findUnresolvable(plan));
    },
    decode: createDecode(plan, options.engine ?? 'jit'),
  };
}

function createDecode(plan: Plan, engine: Engine): Codec['decode'] {
  let decode: Products['decode'] | undefined;
  const cursor: Cursor = { at: 0, emptyItems: 0 };
  return (bytes, start = 0, end = bytes.length) => {
    checkBounds(bytes, start, end);
    cursor.emptyItems = MAX_EMPTY_ITEMS;
    try {
      decode ??= makeProduct(plan, 'decode', engine);
      const value = decode(bytes, start, end, cursor, 0);
      if (cursor.at === end) return value;
    } catch (error) {
      if (!isDataFault(error)) throw error;
    }
    const finding = explainBytes(plan, bytes, start, end, true);
    if (finding === undefined) throw new AvroError('the bytes were refused for no reason found');
    const { path, expected, found, offset } = finding;
    const where = path === '' ? '' : ` in ${path}`;
    throw new AvroError(`expected ${expected}${where} at byte ${offset}, found ${found}`, [finding]);
  };
}

/** What lies outside is the caller's mistake, not the data's. */
function checkBounds(bytes: Uint8Array, start: number, end: number): void {
  if (start >= 0 && start <= end && end <= bytes.length) return;
  throw new AvroError(`bytes ${start} to ${end} are not within the ${bytes.length} given`);
}

function explainRefusal(plan: Plan, value: unknown, error: unknown): unknown {
  if (!isDataFault(error)) return error;
  const findings = explainValue(plan, value);
  const [first] = findings;
  if (first === undefined) return new AvroError('the value nests too deep to be written');
  const where = first.path === '' ? '' : ` in ${first.path}`;
  return new AvroError(`expected ${first.expected}${where}, found ${first.found}`, findings);
}
