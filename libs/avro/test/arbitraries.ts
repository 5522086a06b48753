import fc from 'fast-check';
import { compileCodec } from '@sluice/avro';
import type { JsonObject, JsonValue, RecordSchema, Schema, UnionSchema } from '@sluice/avro';

/** JSON of schemas of every type, some levels deep; each named type has a name of its own. */
export const schemaJson: fc.Arbitrary<JsonValue> = fc
  .letrec<{ schema: JsonValue; simple: JsonValue }>((tie) => ({
    simple: fc.oneof(
      fc.constantFrom('null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'),
      fc.record({ type: fc.constant('fixed'), name: fc.constant('?'), size: fc.nat(20) }),
      fc.record({
        type: fc.constant('enum'),
        name: fc.constant('?'),
        symbols: fc.constantFrom(['A'], ['A', 'B', 'C'], 'ABCDEFGHIJKL'.split('')),
      }),
    ),
    schema: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      tie('simple'),
      fc.record({ type: fc.constant('array'), items: tie('schema') }),
      fc.record({ type: fc.constant('map'), values: tie('schema') }),
      fc.array(tie('schema'), { minLength: 1, maxLength: 4 }).map(uniteBranches),
      fc
        .uniqueArray(fc.constantFrom('a', 'b', 'class', '__proto__', 'constructor', 'toString', 'v1'), { maxLength: 5 })
        .chain((names) =>
          fc.tuple(...names.map(() => tie('schema'))).map((types) => ({
            type: 'record',
            name: '?',
            fields: names.map((name, index) => ({ name, type: types[index] ?? 'null' })),
          })),
        ),
    ),
  }))
  .schema.map((json) => nameTypes(json, { count: 0 }));

/** Unions hold no unions, and each unnamed type once. */
export function uniteBranches(branches: readonly JsonValue[]): JsonValue {
  const seen = new Set<unknown>();
  return branches.flat().filter((branch) => {
    const type = typeof branch === 'string' ? branch : (branch as { type: unknown }).type;
    const isNamed = type === 'fixed' || type === 'enum' || type === 'record';
    if (!isNamed && seen.has(type)) return false;
    seen.add(type);
    return true;
  });
}

function nameTypes(json: JsonValue, state: { count: number }): JsonValue {
  if (Array.isArray(json)) return json.map((item: JsonValue) => nameTypes(item, state));
  if (typeof json !== 'object' || json === null) return json;
  const entries = Object.entries(json).map(([key, item]) => {
    if (key === 'name' && item === '?') return [key, `ns.T${state.count++}`];
    return [key, key === 'symbols' ? item : nameTypes(item, state)];
  });
  return Object.fromEntries(entries) as JsonValue;
}

/** What becomes of a schema in time: promotions, other orders, fields that come and go. The choices decide. */
export function evolve(json: JsonValue, choices: Iterator<number>): JsonValue {
  const choice = Number(choices.next().value);
  if (json === 'int') return choice < 3 ? 'long' : choice < 5 ? 'double' : json;
  if (json === 'string') return choice < 3 ? 'bytes' : json;
  if (Array.isArray(json)) {
    return uniteBranches(json.map((branch: JsonValue) => evolve(branch, choices)).toReversed());
  }
  if (typeof json !== 'object' || json === null) return json;
  const schema = json as JsonObject;
  const { items, values } = schema;
  if (items !== undefined) return { ...schema, items: evolve(items, choices) };
  if (values !== undefined) return { ...schema, values: evolve(values, choices) };
  const fields = schema['fields'] as readonly Field[] | undefined;
  if (fields === undefined) return json;
  const changed = fields.map((field) => ({ ...field, type: evolve(field.type, choices) }));
  const added = { name: 'added', type: ['string', 'int'], default: choice };
  return { ...schema, fields: choice < 5 ? [added, ...changed.slice(choice % 2)] : changed };
}

interface Field {
  readonly name: string;
  readonly type: JsonValue;
}

/** Values of a schema, as codecs with longs as bigint decode them. */
export function valueOf(schema: Schema): fc.Arbitrary<unknown> {
  switch (schema.type) {
    case 'null':
      return fc.constant(null);
    case 'boolean':
      return fc.boolean();
    case 'int':
      return fc.integer();
    case 'long':
      return fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n });
    case 'float':
      return fc.float();
    case 'double':
      return fc.double();
    case 'bytes':
      return fc.uint8Array({ maxLength: 50 }).map((bytes) => new Uint8Array(bytes));
    case 'fixed':
      return fc.uint8Array({ minLength: schema.size, maxLength: schema.size }).map((bytes) => new Uint8Array(bytes));
    case 'string':
      return fc.string({ unit: 'binary', maxLength: 50 }).map((text) => text.toWellFormed());
    case 'enum':
      return fc.constantFrom(...schema.symbols);
    case 'array':
      return fc.array(valueOf(schema.items), { maxLength: 5 });
    case 'map':
      return fc
        .array(fc.tuple(fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor')), valueOf(schema.values)), {
          maxLength: 4,
        })
        .map(objectOf);
    case 'record':
      return recordOf(schema);
    case 'union':
      return branchOf(schema);
  }
}

function recordOf(schema: RecordSchema): fc.Arbitrary<unknown> {
  const values = schema.fields.map((field) => valueOf(field.schema));
  return fc.tuple(...values).map((items) => objectOf(schema.fields.map((field, index) => [field.name, items[index]])));
}

const BUCKETS: Readonly<Record<string, string>> = {
  int: 'number',
  long: 'number',
  float: 'number',
  double: 'number',
  enum: 'string',
  fixed: 'bytes',
  record: 'object',
  map: 'object',
};

function branchOf(schema: UnionSchema): fc.Arbitrary<unknown> {
  const bucket = (branch: Schema): string => BUCKETS[branch.type] ?? branch.type;
  return fc.oneof(
    ...schema.branches.map((branch) => {
      const isAlone = schema.branches.filter((other) => bucket(other) === bucket(branch)).length === 1;
      const tag = 'name' in branch ? branch.name : branch.type;
      return isAlone ? valueOf(branch) : valueOf(branch).map((value) => objectOf([[tag, value]]));
    }),
  );
}

/** Bytes of a schema: of unions each branch, where values might look like those of another. Keys of maps look like tags. */
export function bytesOf(schema: Schema): fc.Arbitrary<Uint8Array> {
  switch (schema.type) {
    case 'array':
      return blocksOf(bytesOf(schema.items));
    case 'map': {
      const key = fc.constantFrom('int', 'string', 'map', 'E', 'null', 'k').map((text) => KEYS.encode(text));
      return blocksOf(fc.tuple(key, bytesOf(schema.values)).map(joinBytes));
    }
    case 'record':
      return fc.tuple(...schema.fields.map((field) => bytesOf(field.schema))).map(joinBytes);
    case 'union':
      return fc.oneof(
        ...schema.branches.map((branch, index) => bytesOf(branch).map((bytes) => joinBytes([[2 * index], bytes]))),
      );
    default: {
      const codec = compileCodec(schema);
      return valueOf(schema).map((value) => codec.encode(value));
    }
  }
}

const KEYS = compileCodec({ type: 'string', props: {} });

function blocksOf(items: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Uint8Array> {
  return fc.array(items, { maxLength: 3 }).map((list) => joinBytes([...list.map((item) => [2, ...item]), [0]]));
}

function joinBytes(parts: readonly Iterable<number>[]): Uint8Array {
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

function objectOf(entries: readonly (readonly [string, unknown])[]): object {
  const result = {};
  for (const [key, value] of entries) {
    Object.defineProperty(result, key, { value, writable: true, enumerable: true, configurable: true });
  }
  return result;
}
