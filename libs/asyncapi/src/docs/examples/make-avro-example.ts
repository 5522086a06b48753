import type { JsonObject, JsonValue, Schema } from '@sluice/avro';

/** Types in an example, and within each other; what is beyond is left empty. */
const MAX_VALUES = 300;
const MAX_DEPTH = 12;

/** A value of the schema in Avro's JSON encoding, always the same; none where every value would be endless or huge. */
export function makeAvroExample(schema: Schema): JsonValue | undefined {
  try {
    return make({ values: 0, within: [] }, schema, '');
  } catch (error) {
    if (error === TOO_MUCH) return undefined;
    throw error;
  }
}

interface Making {
  values: number;
  readonly within: Schema[];
}

const TOO_MUCH = new Error('an example would have no end');

function make(making: Making, schema: Schema, name: string): JsonValue {
  if (++making.values > MAX_VALUES || making.within.length > 3 * MAX_DEPTH) throw TOO_MUCH;
  switch (schema.type) {
    case 'record': {
      if (making.within.includes(schema)) throw TOO_MUCH;
      making.within.push(schema);
      const fields = schema.fields.map((field): [string, JsonValue] => [
        field.name,
        make(making, field.schema, field.name),
      ]);
      making.within.pop();
      return Object.fromEntries(fields);
    }
    case 'enum':
      return schema.symbols[0] ?? '';
    case 'fixed':
      return '\u0000'.repeat(Math.min(schema.size, 4096));
    case 'array':
      return tryMake(making, schema.items, name, (item) => [item]) ?? [];
    case 'map':
      return tryMake(making, schema.values, name, (item) => ({ key: item })) ?? {};
    case 'union':
      return makeUnion(making, schema.branches, name);
    default:
      return makePrimitive(schema, name);
  }
}

/** What an inner value makes; nothing where it would have no end. */
function tryMake(
  making: Making,
  schema: Schema,
  name: string,
  wrap: (item: JsonValue) => JsonValue,
): JsonValue | undefined {
  if (making.within.length > MAX_DEPTH || making.values > MAX_VALUES / 2) return undefined;
  const { length } = making.within;
  try {
    return wrap(make(making, schema, name));
  } catch (error) {
    if (error !== TOO_MUCH) throw error;
    making.within.length = length;
    return undefined;
  }
}

/** The first branch that is not null, for it shows more. */
function makeUnion(making: Making, branches: readonly Schema[], name: string): JsonValue {
  for (const branch of branches) {
    if (branch.type === 'null') continue;
    const tag = 'name' in branch ? branch.name : branch.type;
    const value = tryMake(making, branch, name, (item) => ({ [tag]: item }));
    if (value !== undefined) return value;
  }
  if (branches.some(({ type }) => type === 'null')) return null;
  throw TOO_MUCH;
}

function makePrimitive(schema: Extract<Schema, { props: JsonObject }>, name: string): JsonValue {
  const { logicalType } = schema.props;
  switch (schema.type) {
    case 'null':
      return null;
    case 'boolean':
      return true;
    case 'int':
      return logicalType === 'date' ? 20_454 : logicalType === 'time-millis' ? 43_200_000 : 42;
    case 'long':
      return typeof logicalType === 'string' && Object.hasOwn(LONGS, logicalType) ? (LONGS[logicalType] ?? 42) : 42;
    case 'float':
    case 'double':
      return 21.5;
    case 'bytes':
      return logicalType === 'big-decimal' ? '\u0002\u0001\u0002' : '\u0001';
    default:
      return logicalType === 'uuid' ? '7c9e6679-7425-40de-944b-e07fc1f90ae7' : name === '' ? 'text' : name;
  }
}

/** 2026-01-01 at noon. */
const LONGS: Readonly<Record<string, JsonValue>> = {
  'time-micros': 43_200_000_000,
  'timestamp-millis': 1_767_268_800_000,
  'timestamp-micros': 1_767_268_800_000_000,
  'timestamp-nanos': 1_767_268_800_000_000_000n,
  'local-timestamp-millis': 1_767_268_800_000,
  'local-timestamp-micros': 1_767_268_800_000_000,
  'local-timestamp-nanos': 1_767_268_800_000_000_000n,
};
