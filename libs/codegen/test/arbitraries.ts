import type { JsonObject, JsonValue } from '@sluice/avro';
import fc from 'fast-check';

const SYMBOLS = ['new', '__proto__', ...'ABCDEFGHIJKL'.split('')];
const NAMES = [
  'a',
  'b',
  'class',
  '__proto__',
  'constructor',
  'toString',
  'v1',
  'größe',
  'aFieldWithANameThatTakesRoom',
];

/** JSON of schemas of every type, some levels deep, with names, texts and defaults that are hard on generated code. */
export const schemaJson: fc.Arbitrary<JsonValue> = fc
  .letrec<{ schema: JsonValue; simple: JsonValue }>((tie) => ({
    simple: fc.oneof(
      fc.constantFrom<JsonValue[]>('null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string'),
      fc.constantFrom<JsonValue[]>(
        { type: 'long', logicalType: 'timestamp-millis' },
        { type: 'int', logicalType: 'date' },
        { type: 'bytes', logicalType: 'decimal', precision: 5, scale: 2 },
        { type: 'string', logicalType: 'uuid' },
      ),
      fc.record({ type: fc.constant('fixed'), name: typeName(), size: fc.nat(20) }),
      fc.record({ type: fc.constant('enum'), name: typeName(), symbols: fc.constantFrom(['A'], SYMBOLS), doc: text() }),
    ),
    schema: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      tie('simple'),
      fc.record({ type: fc.constant('array'), items: tie('schema') }),
      fc.record({ type: fc.constant('map'), values: tie('schema') }),
      fc.array(tie('schema'), { minLength: 1, maxLength: 4 }).map(uniteBranches),
      fc.record({ type: fc.constant('record'), name: typeName(), doc: text(), fields: fieldsOf(tie('schema')) }),
    ),
  }))
  .schema.map((json) => nameTypes(json, { count: 0 }));

/** A question mark is for a number that no other type has. */
function typeName(): fc.Arbitrary<string> {
  return fc.constantFrom('T?', 'ns.Type?', 'ns.inner.type_?', 'other.Ns.SomeRatherLongNameOfAType?', 'Record?');
}

function text(): fc.Arbitrary<string> {
  return fc.oneof(
    fc.constantFrom('', 'A sentence.', '*/ `x` ${y} @z', 'word '.repeat(60)),
    fc.string({ unit: 'binary' }),
  );
}

function fieldsOf(schema: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonValue> {
  const names = fc.uniqueArray(fc.constantFrom(...NAMES), { maxLength: 5 });
  return names.chain((names) =>
    fc.tuple(...names.map(() => fc.record({ type: schema, doc: text(), hasDefault: fc.boolean() }))).map((fields) =>
      fields.map(({ type, doc, hasDefault }, index): JsonValue => {
        const field = { name: names[index] ?? '', type, doc };
        const value = hasDefault ? defaultOf(type) : undefined;
        return value === undefined ? field : { ...field, default: value };
      }),
    ),
  );
}

function defaultOf(json: JsonValue): JsonValue | undefined {
  if (isList(json)) return json.length === 0 ? undefined : defaultOf(json[0] ?? null);
  const type = typeof json === 'object' && json !== null ? json['type'] : json;
  const isLogical = typeof json === 'object' && json !== null && 'logicalType' in json;
  return typeof type === 'string' && !isLogical && Object.hasOwn(DEFAULTS, type) ? DEFAULTS[type] : undefined;
}

const DEFAULTS: Readonly<Record<string, JsonValue>> = {
  null: null,
  boolean: true,
  int: -7,
  long: 7,
  float: 0.5,
  double: 1.5,
  bytes: '\u00ff',
  string: 'a "default"',
  enum: 'A',
  array: [],
  map: {},
};

/** Unions hold no unions, and each unnamed type once. */
function uniteBranches(branches: readonly JsonValue[]): JsonValue {
  const seen = new Set<unknown>();
  return branches.flat().filter((branch) => {
    const type = typeof branch === 'string' ? branch : (branch as JsonObject)['type'];
    if (type === 'fixed' || type === 'enum' || type === 'record') return true;
    if (seen.has(type)) return false;
    seen.add(type);
    return true;
  });
}

function nameTypes(json: JsonValue, state: { count: number }): JsonValue {
  if (isList(json)) return json.map((item) => nameTypes(item, state));
  if (typeof json !== 'object' || json === null) return json;
  const entries = Object.entries(json).map(([key, item]) => {
    if (key === 'name' && typeof item === 'string') return [key, item.replace('?', () => String(state.count++))];
    return [key, key === 'symbols' || key === 'default' ? item : nameTypes(item, state)];
  });
  return Object.fromEntries(entries) as JsonValue;
}

const isList: (json: JsonValue) => json is readonly JsonValue[] = Array.isArray;

const references = fc.constantFrom('A', 'B', 'C', 'D').map((name) => ({ $ref: `#/components/schemas/${name}` }));

/** JSON Schemas of all drafts, some levels deep; references lead to `A` to `D`. */
export const jsonSchema: fc.Arbitrary<JsonValue> = fc.letrec<{ schema: JsonValue }>((tie) => {
  const list = fc.array(tie('schema'), { minLength: 1, maxLength: 3 });
  const some = (value: fc.Arbitrary<JsonValue>): fc.Arbitrary<JsonValue | undefined> =>
    fc.option(value, { nil: undefined, freq: 2 });
  const keyed = fc.dictionary(fc.constantFrom('a', 'b-c', 'class', '__proto__', '$ref x'), tie('schema'), {
    maxKeys: 3,
  });
  // What people combine: references and objects.
  const objects = fc.record({ type: fc.constant('object'), properties: keyed });
  const parts = fc.array(fc.oneof(references, objects), { minLength: 1, maxLength: 3 });
  const options = fc.array(
    fc.oneof(references, objects, fc.constantFrom<JsonValue[]>({ type: 'string' }, { const: 1 })),
    {
      minLength: 1,
      maxLength: 4,
    },
  );
  return {
    schema: fc.oneof(
      { depthSize: 'small' },
      fc.constantFrom<JsonValue[]>(true, false, {}, { type: 'string', format: 'date' }, { type: ['integer', 'null'] }),
      references,
      fc.constantFrom<JsonValue[]>({ $ref: '#' }, { $ref: '#/properties/a' }, { $ref: '#/nowhere' }),
      fc.record({
        enum: fc.array(fc.constantFrom<JsonValue[]>('x', "it's", 1, true, null, { a: 1 }), { maxLength: 4 }),
      }),
      fc.record({ type: fc.constant('array'), items: fc.oneof(tie('schema'), list), minItems: fc.nat(2) }),
      fc.record({ prefixItems: list, items: tie('schema') }),
      fc.record({
        type: fc.constant('object'),
        properties: keyed,
        required: fc.subarray(['a', 'z']),
        description: text(),
      }),
      fc
        .record({ properties: some(keyed), additionalProperties: some(tie('schema')), patternProperties: some(keyed) })
        .map(defined),
      fc
        .record({
          allOf: some(parts),
          anyOf: some(options),
          oneOf: some(options),
          properties: some(keyed),
          title: some(text()),
        })
        .map(defined),
    ),
  };
}).schema;

function defined(object: Readonly<Record<string, JsonValue | undefined>>): JsonValue {
  return Object.fromEntries(Object.entries(object).filter(([, item]) => item !== undefined)) as JsonValue;
}
