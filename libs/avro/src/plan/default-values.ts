import { AvroError } from '../avro-error.ts';
import { bytesOfDefault, startDefaultChecker } from '../schema/default-value.ts';
import type { DefaultChecker } from '../schema/default-value.ts';
import { isJsonObject, ownKey, setKey } from '../schema/json.ts';
import type { JsonValue } from '../schema/json.ts';
import { writeJson } from '../schema/write-json.ts';
import type { RecordField, RecordSchema, Schema } from '../schema/schema.ts';
import type { BoundLogical, Constant, LongForm } from './plan.ts';
import { ShownDefault } from './shown-default.ts';
import type { ValueForms } from './value-forms.ts';

/** Makes the defaults of fields into values, each once: a default that others take in is one object in all of them. */
export interface DefaultValues {
  /**
   * The value that a decoder gives for the default of a field that has one, in the shapes of decoded values; an error
   * where the default is one that Java's parser lets through and no decoder can give.
   */
  of(record: RecordSchema, field: RecordField): Constant | AvroError;
}

export function startDefaultValues(forms: ValueForms): DefaultValues {
  const run = startRun(forms, startDefaultChecker());
  return { of: (record, field) => constantOf(run, record, field) };
}

interface Run {
  readonly forms: ValueForms;
  readonly checker: DefaultChecker;
  readonly known: Map<RecordField, Constant | AvroError>;
  /** What makes the base values of logical types, made when there is one. */
  base: Run | undefined;
}

function startRun(forms: ValueForms, checker: DefaultChecker): Run {
  return { forms, checker, known: new Map(), base: undefined };
}

function constantOf(run: Run, record: RecordSchema, field: RecordField): Constant | AvroError {
  const known = run.known.get(field);
  if (known !== undefined) return known;
  run.known.set(field, new AvroError('the default takes itself in, for ever'));
  const constant = makeConstant(run, record, field);
  run.known.set(field, constant);
  return constant;
}

function makeConstant(run: Run, record: RecordSchema, field: RecordField): Constant | AvroError {
  // A schema need not come from the parser, and what it lets through is bounded only if it is the same check.
  const fault = run.checker.findFieldFault(field);
  if (fault !== undefined) return new AvroError(fault.message);
  try {
    return { value: toValue(run, field.schema, field.default ?? null, run.forms.longOf(record, field)) };
  } catch (error) {
    if (error instanceof AvroError) return error;
    throw error;
  }
}

function valueOf(run: Run, record: RecordSchema, field: RecordField): unknown {
  const constant = constantOf(run, record, field);
  if (constant instanceof AvroError) throw constant;
  return constant.value;
}

/** `long` is the form of longs that no record within the value holds. */
function toValue(run: Run, schema: Schema, json: JsonValue, long: LongForm): unknown {
  const logical = run.forms.logicalOf(schema);
  if (logical === undefined) return toBaseValue(run, schema, json, long);
  run.base ??= startRun(run.forms.base, run.checker);
  return showDefault(logical, toBaseValue(run.base, schema, json, run.base.forms.long));
}

function showDefault(logical: BoundLogical, base: unknown): unknown {
  const shown = logical.conversion.fromBase(base);
  if (shown === undefined) throw new AvroError(`expected ${logical.conversion.expected}`);
  // What nobody can change need not be made again.
  return typeof shown === 'object' || typeof shown === 'function' ? new ShownDefault(logical, base) : shown;
}

function toBaseValue(run: Run, schema: Schema, json: JsonValue, long: LongForm): unknown {
  switch (schema.type) {
    case 'null':
    case 'boolean':
    case 'string':
      return json;
    case 'int':
    case 'double':
      return Number(json);
    case 'float':
      return Math.fround(Number(json));
    case 'long':
      return longToValue(BigInt(json as number | bigint), long);
    case 'bytes':
    case 'fixed':
    case 'enum':
      if (!run.checker.isExact(schema, json)) throw new AvroError(`${writeJson(json)} is no value of ${schema.type}`);
      return schema.type === 'enum' ? json : bytesOfDefault(json as string);
    case 'array':
      return (json as readonly JsonValue[]).map((item) => toValue(run, schema.items, item, long));
    case 'map': {
      const result = {};
      for (const [key, item] of Object.entries(json ?? {})) {
        setKey(result, key, toValue(run, schema.values, item as JsonValue, long));
      }
      return result;
    }
    case 'record': {
      const result = {};
      const given = isJsonObject(json) ? json : {};
      for (const field of schema.fields) {
        const item = ownKey(given, field.name);
        const value =
          item === undefined
            ? valueOf(run, schema, field)
            : toValue(run, field.schema, item, run.forms.longOf(schema, field));
        setKey(result, field.name, value);
      }
      return result;
    }
    case 'union': {
      const shape = run.forms.shapeOf(schema);
      const index = findBranch(run, schema.branches, json);
      const branch = schema.branches[index];
      if (branch === undefined) throw new AvroError(`${writeJson(json)} is no value of the union`);
      const value = toValue(run, branch, json, long);
      if (shape.tagged[index] !== true) return value;
      const result = {};
      setKey(result, shape.names[index] ?? '', value);
      return result;
    }
  }
}

function findBranch(run: Run, branches: readonly Schema[], json: JsonValue): number {
  const exact = branches.findIndex((branch) => run.checker.isExact(branch, json));
  return exact >= 0 ? exact : branches.findIndex((branch) => run.checker.findFault(branch, json) === undefined);
}

function longToValue(value: bigint, long: LongForm): number | bigint | string {
  if (long === 'bigint') return value;
  if (long === 'string') return value.toString();
  const number = Number(value);
  // 2^53 is exact as a double, yet a decoder in this form refuses it on the wire too: its neighbour looks the same.
  if (!Number.isSafeInteger(number))
    throw new AvroError(`the default ${value} does not fit a number: choose bigint or string`);
  return number;
}
