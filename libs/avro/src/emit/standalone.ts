import { assembleCodec, assembleResolver } from '../assemble-codec.ts';
import type { Codec, PartsOf, Resolver } from '../assemble-codec.ts';
import { AvroError } from '../avro-error.ts';
import { PARTS_EXPLAINER } from '../explain/explain-parts.ts';
import type { PlanOfParts } from '../explain/explain-parts.ts';
import type { BoundConversion } from '../explain/plan-parts.ts';
import type { AnnotatedSchema, LogicalTypes } from '../logical-type.ts';
import { bindLogicalType } from '../plan/value-forms.ts';
import { readBigLong, readBytes, readDouble, readFloat, readVar32 } from '../wire/read.ts';
import type { Cursor } from '../wire/read.ts';
import { readString } from '../wire/read-string.ts';

export {
  planArray,
  planBoolean,
  planBytes,
  planDouble,
  planEnum,
  planError,
  planFixed,
  planFloat,
  planInt,
  planLogical,
  planLong,
  planMap,
  planNull,
  planRecord,
  planStrictString,
  planString,
  planTag,
  planUnion,
} from '../explain/plan-parts.ts';

/** A codec that is emitted with its plan in parts: neither a parser of schemas nor a planner comes along. */
export function createCodec<Value = unknown, Input = Value>(parts: PartsOf<PlanOfParts>): Codec<Value, Input> {
  return assembleCodec(parts, PARTS_EXPLAINER);
}

export function createResolver<Value = unknown>(parts: Pick<PartsOf<PlanOfParts>, 'plan' | 'decode'>): Resolver<Value> {
  return assembleResolver(parts, PARTS_EXPLAINER);
}

/**
 * The conversion that emitted code was printed with.
 * @throws AvroError where the set of logical types has it no more
 */
export function bindConversion(types: LogicalTypes, name: string, schema: AnnotatedSchema): BoundConversion {
  const bound = bindLogicalType(types, name, schema);
  if (bound === undefined) throw new AvroError(`no logical type ${JSON.stringify(name)} suits ${schema.type}`);
  return { ...bound.conversion, readBase: (bytes, at, end) => readBase(schema.type, bytes, at, end) };
}

/** Whether a conversion of such a type can be explained here: its base values are read by themselves. */
export function hasReadableBase({ type }: Pick<AnnotatedSchema, 'type'>): boolean {
  return !['enum', 'record', 'array', 'map'].includes(type);
}

function readBase(type: AnnotatedSchema['type'], bytes: Uint8Array, at: number, end: number): unknown {
  const cursor: Cursor = { at, emptyItems: 0, paidTo: at };
  switch (type) {
    case 'boolean':
      return bytes[at] === 1;
    case 'int': {
      const raw = readVar32(bytes, at, cursor);
      return (raw >>> 1) ^ -(raw & 1);
    }
    case 'long':
      return readBigLong(bytes, at, cursor);
    case 'float':
      return readFloat(bytes, at);
    case 'double':
      return readDouble(bytes, at);
    case 'bytes':
      return readBytes(bytes, at, end, cursor);
    case 'string':
      return readString(bytes, at, end, cursor);
    default:
      return bytes.slice(at, end);
  }
}
