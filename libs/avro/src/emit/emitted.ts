import { AvroError } from '../avro-error.ts';
import type { CodecOptions } from '../codec-options.ts';
import type { AnnotatedSchema, LogicalConversion, LogicalTypes } from '../logical-type.ts';
import { planCodec, planResolver } from '../plan/build-plan.ts';
import type { Plan } from '../plan/plan.ts';
import { bindLogicalType } from '../plan/value-forms.ts';
import { parseSchema } from '../schema/parse-schema.ts';
import { isObject as isObjectWire } from '../wire/write.ts';

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
} from '../wire/read.ts';
export { readString } from '../wire/read-string.ts';
export { readStrictString, skipStrictString, writeStrictString } from '../wire/strict-string.ts';
export {
  isPlain,
  onlyKey,
  ownValue,
  writeBytes,
  writeDouble,
  writeFixed,
  writeFloat,
  writeLong,
  writeLongText,
  writeVar32,
} from '../wire/write.ts';
export { writeString } from '../wire/write-string.ts';

/** Narrows nothing: of what it holds for an object, emitted code reads the properties that the schema names. */
export const isObject: (value: unknown) => boolean = isObjectWire;

/** Bytes whose every index counts as there: emitted code compares what it reads, and no comparison holds for undefined. */
// oxlint-disable-next-line typescript/no-explicit-any -- the type of elements that are compared before they are known to be numbers
export type Bytes = Uint8Array & { [index: number]: any };

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
export function bindConversion(types: LogicalTypes, name: string, schema: AnnotatedSchema): LogicalConversion {
  const bound = bindLogicalType(types, name, schema);
  if (bound !== undefined) return bound.conversion;
  throw new AvroError(`no logical type ${JSON.stringify(name)} suits ${schema.type}, as one did when code was emitted`);
}
