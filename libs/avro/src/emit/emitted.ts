import { AvroError } from '../avro-error.ts';
import type { CodecOptions } from '../codec-options.ts';
import type { AnnotatedSchema, LogicalTypes } from '../logical-type.ts';
import { planCodec, planResolver } from '../plan/build-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { bindLogicalType } from '../plan/value-forms.ts';
import { parseSchema } from '../schema/parse-schema.ts';
import { isObject as isObjectOfWire, keysOf as keysOfWire, ownValue as ownValueOfWire } from '../wire/write.ts';

/** What emitted modules import: what printed code calls, and what makes a codec of it. No printer comes along. */
export { createCodec, createResolver } from '../create-codec.ts';
export type { Codec, Resolver } from '../create-codec.ts';
export type { Cursor } from '../wire/read.ts';
export { MALFORMED, MAX_DEPTH, MISMATCH } from '../wire/faults.ts';
export {
  readBigLong,
  readBytes,
  readCount,
  readDouble,
  readFixed,
  readFloat,
  readLength,
  readLong,
  readLongAsDouble,
  readLongAsFloat,
  readLongText,
  readVar32,
  setEntry,
  skipVar64,
  takeValues,
} from '../wire/read.ts';
export { readKey } from '../wire/read-key.ts';
export { readString } from '../wire/read-string.ts';
export { readStrictString, skipStrictString, writeStrictString } from '../wire/strict-string.ts';
export {
  findTag,
  isLongText,
  onlyKey,
  writeBytes,
  writeDouble,
  writeFixed,
  writeFloat,
  writeLong,
  writeLongText,
  writeVar32,
} from '../wire/write.ts';
export { writeString } from '../wire/write-string.ts';

/*
 * Values and elements of bytes are `any` to emitted code, and all else has its type: it finds out what a value is as it
 * goes, which no type could follow. What it calls therefore narrows nothing.
 */
// oxlint-disable-next-line typescript/no-explicit-any -- see above
type Value = any;

/** No comparison holds for what stands behind the end, and that is the check: an index counts as there. */
export type Bytes = Uint8Array & { [index: number]: Value };

export const isObject: (value: Value) => boolean = isObjectOfWire;
export const keysOf: (value: Value) => readonly Value[] = keysOfWire;
export const ownValue: (value: Value, key: string) => Value = ownValueOfWire;

/** A conversion as emitted code sees it. */
export type Conversion = { readonly [Name in 'fromBase' | 'toBase' | 'isShown']: (value: Value) => Value };

/** The options that an emitted codec was printed for. */
export type EmittedOptions = Omit<CodecOptions, 'engine'>;

/** The plan of an emitted codec, which is asked for only when something was refused. */
export function codecPlan(schema: string, options: EmittedOptions): () => Plan {
  return once(() => planCodec(parseSchema(schema), options));
}

/** As `codecPlan`, of an emitted resolver. */
export function resolverPlan(writer: string, reader: string, options: EmittedOptions): () => Plan {
  return once(() => planResolver(parseSchema(writer), parseSchema(reader), options));
}

function once(make: () => Plan): () => Plan {
  let plan: Plan | undefined;
  return () => (plan ??= make());
}

/**
 * The conversion that emitted code was printed with.
 * @throws AvroError where the set of logical types has it no more
 */
export function bindConversion(types: LogicalTypes, name: string, schema: AnnotatedSchema): Conversion {
  const bound = bindLogicalType(types, name, schema);
  if (bound !== undefined) return bound.conversion;
  throw new AvroError(`no logical type ${JSON.stringify(name)} suits ${schema.type}, as one did when code was emitted`);
}
