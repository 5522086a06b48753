import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonSchemaFormat } from '../src/json-schema/index.ts';

const MODERN = 'https://json-schema.org/draft/2020-12/schema';
const parse = (schema: unknown) => jsonSchemaFormat.parse(JSON.stringify(schema));
const check = (reader: unknown, writer: unknown) => jsonSchemaFormat.checkCompatibility(parse(reader), parse(writer));
const names = (reader: unknown, writer: unknown): readonly string[] =>
  check(reader, writer).map(({ type, path }) => `${type} ${path}`);

const string = { type: 'string' };
const number = { type: 'number' };
const open = (properties: object, more: object = {}): object => ({ type: 'object', properties, ...more });
const closed = (properties: object, more: object = {}): object =>
  open(properties, { additionalProperties: false, ...more });

describe('differences that keep a JSON Schema from reading what another wrote', () => {
  it.each([
    // [what, writer, reader, differences]
    ['nothing', string, string, []],
    ['another type', string, number, ['TYPE_CHANGED #/']],
    ['a wider number', { type: 'integer' }, number, []],
    ['a narrower number', number, { type: 'integer' }, ['TYPE_NARROWED #/']],
    ['any value', string, {}, []],
    ['no longer any value', {}, string, ['TYPE_CHANGED #/']],
    ['what is never written', false, string, []],
    ['notes', { ...string, title: 'a', default: 1 }, { ...string, title: 'b', description: 'c' }, []],
    ['longer strings', { maxLength: 3 }, { maxLength: 4 }, []],
    ['shorter strings', { maxLength: 4 }, { maxLength: 3 }, ['MAX_LENGTH_DECREASED #/maxLength']],
    ['a minimum', number, { ...number, minimum: 0 }, ['MINIMUM_ADDED #/minimum']],
    ['bounds past all doubles', { maximum: 1e300 }, { maximum: 1e301 }, []],
    ['steps of a half instead of ones', { ...number, multipleOf: 1 }, { ...number, multipleOf: 0.5 }, []],
    [
      'steps of two instead of ones',
      { ...number, multipleOf: 1 },
      { ...number, multipleOf: 2 },
      ['MULTIPLE_OF_EXPANDED #/multipleOf'],
    ],
    [
      'steps of two instead of threes',
      { ...number, multipleOf: 3 },
      { ...number, multipleOf: 2 },
      ['MULTIPLE_OF_CHANGED #/multipleOf'],
    ],
    ['another pattern', { pattern: 'a' }, { pattern: 'b' }, ['PATTERN_CHANGED #/pattern']],
    ['more symbols', { enum: ['a'] }, { enum: ['b', 'a'] }, []],
    ['fewer symbols', { enum: ['a', 'b'] }, { enum: ['a'] }, ['ENUM_ARRAY_NARROWED #/enum']],
    ['other symbols', { enum: ['a'] }, { enum: ['b'] }, ['ENUM_ARRAY_CHANGED #/enum']],
    ['another constant', { const: { a: 1, b: 2 } }, { const: { b: 2, a: 3 } }, ['ENUM_ARRAY_CHANGED #/const']],
    [
      'a property in an open object',
      open({}),
      open({ a: string }),
      ['OPTIONAL_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL #/properties/a'],
    ],
    ['one of any type there', open({}), open({ a: {} }), []],
    [
      'a required one there',
      open({}),
      open({ a: string }, { required: ['a'] }),
      ['REQUIRED_PROPERTY_ADDED_TO_OPEN_CONTENT_MODEL #/properties/a'],
    ],
    ['a property in a closed object', closed({}), closed({ a: string }), []],
    [
      'a required one there, closed',
      closed({}),
      closed({ a: string }, { required: ['a'] }),
      ['REQUIRED_PROPERTY_ADDED_TO_UNOPEN_CONTENT_MODEL #/properties/a'],
    ],
    ['a required one with a default', closed({}), closed({ a: { ...string, default: '' } }, { required: ['a'] }), []],
    ['a property less, open', open({ a: string }), open({}), []],
    [
      'a property less, closed',
      closed({ a: string }),
      closed({}),
      ['PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL #/properties/a'],
    ],
    ['one that others cover', closed({ a: string }), open({}, { additionalProperties: string }), []],
    [
      'one that others do not cover',
      open({ a: number }, { additionalProperties: string }),
      open({}, { additionalProperties: string }),
      ['TYPE_CHANGED #/properties/a', 'PROPERTY_REMOVED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/a'],
    ],
    [
      'one that a pattern does not cover',
      open({}, { patternProperties: { '^a': string } }),
      open({ ab: number }, { patternProperties: { '^a': string } }),
      ['TYPE_CHANGED #/properties/ab', 'PROPERTY_ADDED_NOT_COVERED_BY_PARTIALLY_OPEN_CONTENT_MODEL #/properties/ab'],
    ],
    ['no others any more', open({}), closed({}), ['ADDITIONAL_PROPERTIES_REMOVED #/additionalProperties']],
    [
      'a demand',
      open({ a: string }),
      open({ a: string }, { required: ['a'] }),
      ['REQUIRED_ATTRIBUTE_ADDED #/required/a'],
    ],
    ['a dependency', open({}), open({}, { dependencies: { a: ['b'] } }), ['DEPENDENCY_ARRAY_ADDED #/dependencies/a']],
    [
      'deep within',
      open({ a: { items: open({ b: string }) } }),
      open({ a: { items: open({ b: number }) } }),
      ['TYPE_CHANGED #/properties/a/items/properties/b'],
    ],
    ['items', { type: 'array' }, { type: 'array', items: string }, ['SCHEMA_ADDED #/items']],
    ['fewer items', { maxItems: 2 }, { maxItems: 1 }, ['MAX_ITEMS_DECREASED #/maxItems']],
    ['unlike items', { type: 'array' }, { uniqueItems: true, type: 'array' }, ['UNIQUE_ITEMS_ADDED #/uniqueItems']],
    [
      'a longer tuple, open',
      { items: [string] },
      { items: [string, string] },
      ['ITEM_ADDED_TO_OPEN_CONTENT_MODEL #/items/1'],
    ],
    [
      'a longer tuple, closed',
      { items: [string], additionalItems: false },
      { items: [string, string], additionalItems: false },
      [],
    ],
    ['a type more', string, { type: ['string', 'null'] }, []],
    ['a type less', { type: ['string', 'null'] }, string, ['TYPE_CHANGED #/']],
    ['an alternative more', { oneOf: [string, number] }, { oneOf: [number, string, { type: 'null' }] }, []],
    ['an alternative less', { oneOf: [string, number] }, { oneOf: [number] }, ['SUM_TYPE_NARROWED #/']],
    [
      'another alternative',
      { oneOf: [string, number] },
      { oneOf: [number, { type: 'null' }] },
      ['COMBINED_TYPE_SUBSCHEMAS_CHANGED #/'],
    ],
    [
      'all where any was enough',
      { anyOf: [string, number] },
      { allOf: [string, number] },
      ['COMBINED_TYPE_CHANGED #/'],
    ],
    ['any where all were needed', { allOf: [string, { minLength: 1 }] }, { anyOf: [string, { minLength: 1 }] }, []],
    ['one more that holds', { allOf: [string] }, { allOf: [string, { minLength: 1 }] }, ['PRODUCT_TYPE_EXTENDED #/']],
    ['refusing less', { not: { maxLength: 2 } }, { not: { maxLength: 1 } }, []],
    ['refusing more', { not: { maxLength: 1 } }, { not: { maxLength: 2 } }, ['NOT_TYPE_EXTENDED #/not']],
    [
      'behind references',
      { $ref: '#/definitions/a', definitions: { a: string } },
      { $ref: '#/definitions/b', definitions: { b: number } },
      ['TYPE_CHANGED #/'],
    ],
    [
      'nothing but where it stands',
      string,
      { $ref: '#/definitions/b', definitions: { b: { $ref: '#/definitions/c' }, c: string } },
      [],
    ],
    [
      'in a schema of itself',
      { properties: { next: { $ref: '#' }, a: string } },
      { properties: { next: { $ref: '#' }, a: number } },
      [
        'TYPE_CHANGED #/properties/next/properties/next/properties/a',
        'TYPE_CHANGED #/properties/next/properties/a',
        'TYPE_CHANGED #/properties/a',
      ],
    ],
    ['decimals of Kafka Connect', { ...string, 'connect.type': 'bytes' }, { ...number, 'connect.type': 'bytes' }, []],
    [
      'unevaluated properties, later drafts',
      { $schema: MODERN, ...open({}) },
      { $schema: MODERN, ...open({}), unevaluatedProperties: false },
      ['UNEVALUATED_PROPERTIES_REMOVED #/unevaluatedProperties'],
    ],
    [
      'a property where none was left unevaluated',
      { $schema: MODERN, ...open({}), unevaluatedProperties: false },
      { $schema: MODERN, ...open({ a: string }), unevaluatedProperties: false },
      [],
    ],
    [
      'beside a reference, later drafts',
      { $schema: MODERN, $ref: '#/$defs/a', $defs: { a: string } },
      { $schema: MODERN, $ref: '#/$defs/a', minLength: 1, $defs: { a: string } },
      ['TYPE_CHANGED #/'],
    ],
    [
      'how often an item is contained',
      { $schema: MODERN, type: 'array', contains: string },
      { $schema: MODERN, type: 'array', contains: string, minContains: 2 },
      ['MIN_CONTAINS_INCREASED #/minContains'],
    ],
  ])('%s', (_what, writer, reader, differences) => {
    expect(names(reader, writer)).toEqual(differences);
  });

  it('come in the order of a Java set of the names', () => {
    const all = ['status', 'id', 'zeta', 'alpha', 'AaAa', 'Cc'];
    const reader = open(Object.fromEntries(all.map((name) => [name, string])));
    expect(check(reader, open({})).map(({ details }) => details?.valuePath)).toEqual(
      all.toSorted((a, b) => javaSlot(a) - javaSlot(b)),
    );
  });

  it('say where, what and how to mend it', () => {
    const [finding] = check(
      open({ readings: { items: open({ value: { title: 'Value', enum: ['a'] } }) } }),
      open({ readings: { items: open({ value: { enum: ['a', 'b'] } }) } }),
    );
    expect(finding?.details).toMatchObject({
      valuePath: 'readings[].value',
      reader: { kind: 'enum', name: 'Value', symbols: ['"a"'] },
      writer: { kind: 'enum', symbols: ['"a"', '"b"'] },
      fix: { reader: expect.stringMatching(/allow at least/), writer: expect.stringMatching(/no more values/) },
    });
  });

  it.each([
    [
      number,
      string,
      `{errorType:"TYPE_CHANGED", description:"A type at path '#/' is different between the new schema and the old schema'}`,
    ],
    [
      { minLength: 1, type: 'string' },
      string,
      `{errorType:"MIN_LENGTH_ADDED", description:"The keyword at path '#/minLength' in the new schema is not present in the old schema'}`,
    ],
    [
      closed({}),
      closed({ a: string }),
      `{errorType:"PROPERTY_REMOVED_FROM_CLOSED_CONTENT_MODEL", description:"The new has a closed content model and is missing a property or item present at path '#/properties/a' in the old schema'}`,
    ],
  ])('are worded as by Confluent: %j', (reader, writer, message) => {
    expect(
      check(reader, writer).map((finding) => jsonSchemaFormat.describeIncompatibility(finding, 'new', 'old')),
    ).toEqual([message]);
  });
});

describe('comparing hostile schemas ends soon', () => {
  const many = (count: number, type: (index: number) => object): object => ({
    oneOf: Array.from({ length: count }, (_, index) => type(index)),
  });
  const record = (index: number): object => closed({ [`k${index}`]: string }, { required: [`k${index}`] });
  const doubling = (leaf: object): object => ({
    ...open({ a: { $ref: '#/definitions/A0' } }),
    definitions: {
      ...Object.fromEntries(
        Array.from({ length: 60 }, (_, index) => [
          `A${index}`,
          open({ a: { $ref: `#/definitions/A${index + 1}` }, b: { $ref: `#/definitions/A${index + 1}` } }),
        ]),
      ),
      A60: leaf,
    },
  });

  it.each([
    ['an alternative more after 10,000', many(10_000, record), many(10_001, record), []],
    ['10,000 others', many(10_000, record), many(10_000, (index) => record(index + 20_000)), ['TOO_COMPLEX #/']],
    ['properties that double, the same', doubling(string), doubling({ ...string, minLength: 0 }), ['TOO_COMPLEX #/']],
    ['references in a circle', { $ref: '#' }, { $ref: '#', title: 'x' }, []],
    [
      'a deep schema',
      JSON.parse(`${'{"items":'.repeat(900)}{}${'}'.repeat(900)}`),
      JSON.parse(`${'{"items":'.repeat(900)}{"title":"x"}${'}'.repeat(900)}`),
      [],
    ],
  ])('%s', (_what, writer, reader, differences) => {
    const startMs = performance.now();
    expect(names(reader, writer)).toEqual(differences);
    expect(performance.now() - startMs).toBeLessThan(15_000);
  });
});

describe('what a reader is compatible with it can read', () => {
  // Left out is what Confluent's checker does not compare, and defaults, which it takes to be filled in.
  const leaf = fc.oneof(
    fc.record(
      { type: fc.constant('string'), minLength: fc.nat(2), maxLength: fc.integer({ min: 2, max: 4 }) },
      { requiredKeys: ['type'] },
    ),
    fc.record(
      { type: fc.constantFrom('integer', 'number'), minimum: fc.nat(2), maximum: fc.integer({ min: 2, max: 4 }) },
      { requiredKeys: ['type'] },
    ),
    fc.record({ enum: fc.uniqueArray(fc.constantFrom(1, 'a', null), { minLength: 1 }) }),
    fc.constantFrom({ type: 'boolean' }, { type: 'null' }, {}),
  );
  const { schema } = fc.letrec<{ schema: object }>((tie) => ({
    schema: fc.oneof(
      { maxDepth: 2 },
      leaf,
      fc
        .record({
          properties: fc.dictionary(fc.constantFrom('a', 'b'), tie('schema'), { maxKeys: 2 }),
          isClosed: fc.boolean(),
          isRequired: fc.boolean(),
        })
        .map(({ properties, isClosed, isRequired }) => ({
          type: 'object',
          properties,
          ...(isClosed ? { additionalProperties: false } : {}),
          ...(isRequired ? { required: Object.keys(properties) } : {}),
        })),
      tie('schema').map((items) => ({ type: 'array', items })),
      fc.array(tie('schema'), { minLength: 1, maxLength: 2 }).map((anyOf) => ({ anyOf })),
    ),
  }));
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 2 },
      fc.constantFrom<unknown>(null, true, 0, 1, 3, 2.5, '', 'a', 'abc'),
      fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('value'), { maxKeys: 2 }),
      fc.array(tie('value'), { maxLength: 2 }),
    ),
  })).value;

  it('for schemas of these keywords', () => {
    let tried = 0;
    fc.assert(
      fc.property(schema, schema, fc.array(value, { minLength: 20, maxLength: 20 }), (writer, reader, values) => {
        if (names(reader, writer).length > 0) return;
        const [canWrite, canRead] = [writer, reader].map((given) =>
          jsonSchemaFormat.compileByteValidator(parse(given)),
        );
        for (const item of values) {
          const bytes = new TextEncoder().encode(JSON.stringify(item));
          if (canWrite?.(bytes, 0, bytes.length) !== undefined) continue;
          tried++;
          expect([writer, reader, item, canRead?.(bytes, 0, bytes.length)]).toEqual([writer, reader, item, undefined]);
        }
      }),
      { numRuns: 1500 },
    );
    expect(tried).toBeGreaterThan(200);
  });
});

/** Of java.util.HashMap with 16 slots. */
function javaSlot(text: string): number {
  let hash = 0;
  for (const char of text) hash = (Math.imul(31, hash) + (char.codePointAt(0) ?? 0)) | 0;
  return (hash ^ (hash >>> 16)) & 15;
}
