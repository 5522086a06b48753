import { AvroError } from './avro-error.ts';
import type { ByteFinding, ValueFinding } from './avro-error.ts';
import { describeFinding } from './explain/describe-finding.ts';
import type { Products } from './products.ts';
import { isDataFault, MAX_EMPTY_ITEMS } from './wire/faults.ts';
import type { Cursor } from './wire/read.ts';
import { writeToSlab } from './wire/slab.ts';

/** `Value` is what decoders give, `Input` what encoders take; who knows them says so, nothing checks it. */
export interface Codec<Value = unknown, Input = Value> {
  /**
   * The bytes of a value; they may share a larger buffer. A record's field that is missing takes its default.
   * @throws AvroError with ValueFindings where the value does not match the schema
   */
  encode(value: Input): Uint8Array;
  /**
   * Writes at `offset` and returns the offset behind the value.
   * @throws AvroError as `encode`, and when the target is too short, which then holds a part of the value
   */
  encodeInto(value: Input, target: Uint8Array, offset: number): number;
  /**
   * The value in `bytes[start, end)`, all of which must be used.
   * @throws AvroError with a ByteFinding
   */
  decode(bytes: Uint8Array, start?: number, end?: number): Value;
  /** What `encode` would throw with; empty where it would succeed. */
  validateValue(value: unknown): readonly ValueFinding[];
  /**
   * What `decode` would refuse, without making a value; empty where every byte is accounted for. Any long is valid, and
   * so is what a logical type might refuse: the bytes are those of the base type.
   */
  validateBytes(bytes: Uint8Array, start: number, end: number): readonly ByteFinding[];
}

export interface Resolver<Value = unknown> {
  /** Where the reader cannot take all that the writer may write, in words. Values that avoid these still decode. */
  readonly unresolvable: readonly string[];
  /**
   * The value in `bytes[start, end)`, written with the writer's schema, as the reader's schema describes it.
   * @throws AvroError with a ByteFinding
   */
  decode(bytes: Uint8Array, start?: number, end?: number): Value;
}

/** What a codec is made of, each part made when it is first needed: the plan only when something was refused. */
export type PartsOf<Plan> = { readonly [Product in keyof Products]: () => Products[Product] } & {
  readonly plan: () => Plan;
};

/** Says what is wrong with what a product refused, by a plan of whatever form. */
export interface Explainer<Plan> {
  value(plan: Plan, value: unknown): readonly [ValueFinding, ...ValueFinding[]];
  /** `isDecoding` holds for readers that make values. Undefined where the bytes are right. */
  bytes(plan: Plan, bytes: Uint8Array, start: number, end: number, isDecoding: boolean): ByteFinding | undefined;
  /** As in a Resolver. */
  unresolvable(plan: Plan): readonly string[];
}

/** What every codec does, however its functions came to be and whatever says why they refuse. */
export function assembleCodec<Plan, Value = unknown, Input = Value>(
  parts: PartsOf<Plan>,
  explainer: Explainer<Plan>,
): Codec<Value, Input> {
  let encode: Products['encode'] | undefined;
  let validate: Products['validate'] | undefined;
  const cursor: Cursor = { at: 0, emptyItems: 0, paidTo: 0 };
  return {
    encode(value) {
      try {
        return writeToSlab((encode ??= parts.encode()), value);
      } catch (error) {
        throw explainRefusal(parts, explainer, value, error);
      }
    },
    encodeInto(value, target, offset) {
      if (offset >>> 0 !== offset) throw new AvroError(`offset ${offset} is no place in a target`);
      let end: number;
      try {
        end = (encode ??= parts.encode())(value, target, offset, 0);
      } catch (error) {
        throw explainRefusal(parts, explainer, value, error);
      }
      if (end <= target.length) return end;
      throw new AvroError(`the value takes ${end - offset} bytes, and the target has ${target.length - offset}`);
    },
    decode: createDecode(parts, explainer) as Codec<Value>['decode'],
    validateValue(value) {
      try {
        writeToSlab((encode ??= parts.encode()), value);
        return NO_VALUE_FINDINGS;
      } catch (error) {
        if (!isDataFault(error)) throw error;
        return explainer.value(parts.plan(), value);
      }
    },
    validateBytes(bytes, start, end) {
      checkBounds(bytes, start, end);
      cursor.emptyItems = MAX_EMPTY_ITEMS;
      cursor.paidTo = start;
      try {
        validate ??= parts.validate();
        if (validate(bytes, start, end, cursor, 0) === end) return NO_FINDINGS;
      } catch (error) {
        if (!isDataFault(error)) throw error;
      }
      const finding = explainer.bytes(parts.plan(), bytes, start, end, false);
      return finding === undefined ? NO_FINDINGS : [finding];
    },
  };
}

const NO_FINDINGS: readonly ByteFinding[] = Object.freeze([]);
const NO_VALUE_FINDINGS: readonly ValueFinding[] = Object.freeze([]);

export function assembleResolver<Plan, Value = unknown>(
  parts: Pick<PartsOf<Plan>, 'plan' | 'decode'>,
  explainer: Explainer<Plan>,
): Resolver<Value> {
  let unresolvable: readonly string[] | undefined;
  return {
    get unresolvable() {
      return (unresolvable ??= explainer.unresolvable(parts.plan()));
    },
    decode: createDecode(parts, explainer) as Codec<Value>['decode'],
  };
}

function createDecode<Plan>(
  parts: Pick<PartsOf<Plan>, 'plan' | 'decode'>,
  explainer: Explainer<Plan>,
): Codec['decode'] {
  let decode: Products['decode'] | undefined;
  const cursor: Cursor = { at: 0, emptyItems: 0, paidTo: 0 };
  return (bytes, start = 0, end = bytes.length) => {
    checkBounds(bytes, start, end);
    cursor.emptyItems = MAX_EMPTY_ITEMS;
    cursor.paidTo = start;
    try {
      decode ??= parts.decode();
      const value = decode(bytes, start, end, cursor, 0);
      if (cursor.at === end) return value;
    } catch (error) {
      if (!isDataFault(error)) throw error;
    }
    const finding = explainer.bytes(parts.plan(), bytes, start, end, true);
    if (finding === undefined)
      throw new AvroError('the bytes are right, but the stack or the memory does not suffice for their value');
    throw new AvroError(describeFinding(finding), [finding]);
  };
}

/** What lies outside is the caller's mistake, not the data's. */
function checkBounds(bytes: Uint8Array, start: number, end: number): void {
  if (start >= 0 && start <= end && end <= bytes.length) return;
  throw new AvroError(`bytes ${start} to ${end} are not within the ${bytes.length} given`);
}

/** What to throw in place of what an encoder threw. */
export function explainRefusal<Plan>(
  parts: Pick<PartsOf<Plan>, 'plan'>,
  explainer: Explainer<Plan>,
  value: unknown,
  error: unknown,
): unknown {
  if (!isDataFault(error)) return error;
  const findings = explainer.value(parts.plan(), value);
  return new AvroError(describeFinding(findings[0]), findings);
}
