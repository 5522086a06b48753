import { describe, expect, it } from 'vitest';
import { jsonSchemaFormat } from '../src/json-schema/index.ts';

const MODERN = 'https://json-schema.org/draft/2020-12/schema';
const reference = (name: string, schema: object) => ({
  name,
  subject: name,
  version: 1,
  schema: JSON.stringify(schema),
});
const parse = (schema: unknown, references: Parameters<typeof jsonSchemaFormat.parse>[1] = []) =>
  jsonSchemaFormat.parse(typeof schema === 'string' ? schema : JSON.stringify(schema), references);

describe('canonical text of a JSON Schema', () => {
  it.each([
    [' { "type" : "string" } ', '{"type":"string"}'],
    ['{"2":1,"b":true,"1":null}', '{"2":1,"b":true,"1":null}'],
    [
      '{"multipleOf":0.50,"maximum":1e5,"minimum":-0,"default":1.0E-10}',
      '{"multipleOf":0.50,"maximum":1E+5,"minimum":0,"default":1.0E-10}',
    ],
    ['{"maximum":123456789012345678901234567890}', '{"maximum":123456789012345678901234567890}'],
    ['{"a":1,"b":2,"a":3}', '{"a":3,"b":2}'],
    [String.raw`{"title":"\u00e9\/\u0001\n\"\\"}`, String.raw`{"title":"é/\u0001\n\"\\"}`],
    ['true', 'true'],
  ])('%s', (text, canonical) => {
    expect(parse(text).canonical).toBe(canonical);
  });

  it('is sorted by keys in normal form, deep within too', () => {
    const { canonical } = jsonSchemaFormat.normalize(
      parse('{"type":"object","properties":{"b":{},"a":{"type":"null","a":1}}}'),
    );
    expect(canonical).toBe('{"properties":{"a":{"a":1,"type":"null"},"b":{}},"type":"object"}');
  });

  it('is another for another order of keys, which says the same', () => {
    const [a, b, c] = ['{"a":1,"b":2}', '{"b":2,"a":1}', '{"b":2}'].map((text) => parse(text));
    if (a === undefined || b === undefined || c === undefined) throw new Error('three schemas');
    expect(a.canonical).not.toBe(b.canonical);
    expect([jsonSchemaFormat.areEquivalent(a, b), jsonSchemaFormat.areEquivalent(a, c)]).toEqual([true, false]);
  });

  it('is named by its title', () => {
    expect([parse({ title: 'Door' }).recordName, parse({}).recordName, parse('true').recordName]).toEqual([
      'Door',
      undefined,
      undefined,
    ]);
  });
});

describe('what is no JSON Schema', () => {
  it.each([
    ['{"type":"string"', /no JSON: expected a comma or } \(at 1:17\)/],
    ['{"type":\n"string",}', /no JSON: expected a key in quotes \(at 2:10\)/],
    ['{} x', /unexpected text after the value \(at 1:4\)/],
    ['NaN', /expected a value/],
    ['{"a":01}', /expected a comma/],
    ['{"a":1e99999}', /an exponent beyond 10000/],
    ['3', /a JSON Schema is an object, true or false/],
    ['[]', /a JSON Schema is an object, true or false/],
    [{ type: 'strnig' }, /unknown type "strnig" \(at \/type\)/],
    [{ properties: [] }, /properties is to be an object, found an array \(at \/properties\)/],
    [
      { properties: { 'a/b': { minLength: 'x' } } },
      /minLength is to be a whole number .* \(at \/properties\/a~1b\/minLength\)/,
    ],
    [{ properties: { a: 3 } }, /a schema is an object, true or false, found the number 3 \(at \/properties\/a\)/],
    [{ required: ['a', 1] }, /expected a string, found the number 1 \(at \/required\/1\)/],
    [{ items: [{ type: 'x' }] }, /\(at \/items\/0\/type\)/],
    [{ pattern: '(a' }, /"\(a" is no regular expression \(at \/pattern\)/],
    [{ multipleOf: 0 }, /multipleOf should not be 0/],
    [{ title: 3 }, /title is to be a string/],
    [{ anyOf: {} }, /anyOf is to be an array/],
    [
      { $ref: '#/definitions/a' },
      /the reference "#\/definitions\/a" leads to nothing in the schema \(at \)|leads to nothing/,
    ],
    [
      { properties: { a: { $ref: 'door.json' } } },
      /the name of none of the schemas .* nothing is fetched .* \(at \/properties\/a\)/,
    ],
    [
      { $schema: 'http://json-schema.org/draft-04/schema#', exclusiveMinimum: 3 },
      /exclusiveMinimum is to be true or false/,
    ],
    [{ exclusiveMinimum: true }, /exclusiveMinimum is to be a number/],
    [{ $schema: MODERN, $defs: { a: { type: 3 } } }, /\(at \/\$defs\/a\/type\)/],
    [{ $schema: MODERN, items: [{}] }, /a schema is an object, true or false/],
  ])('%j', (schema, message) => {
    expect(() => parse(schema)).toThrow(message);
  });

  it.each([
    [{ definitions: { unused: { type: 'no' } } }],
    [{ 'x-vendor': 3, nullable: true, examples: 3 }],
    [{ pattern: '(?i)door' }],
    [{ $schema: 'http://example.com/own', type: 'string' }],
    [{ $schema: 'http://json-schema.org/draft-04/schema#', const: 3, minimum: 1, exclusiveMinimum: true }],
    [{ $schema: MODERN, prefixItems: [{}], items: false, $comment: 'c' }],
  ])('takes %j', (schema) => {
    expect(parse(schema).canonical).toBe(JSON.stringify(schema));
  });

  it('says in which reference', () => {
    expect(() => parse({}, [{ ...reference('door.json', {}), schema: '{' }])).toThrow(
      /in reference door.json: no JSON/,
    );
    const bad = reference('door.json', { type: 'x' });
    expect(() => parse({ $ref: 'door.json' }, [bad])).toThrow(/in reference door.json: unknown type "x" \(at \/type\)/);
  });
});

describe('references of a JSON Schema', () => {
  const door = {
    definitions: { State: { enum: ['open', 'closed'] } },
    type: 'object',
    properties: { state: { $ref: '#/definitions/State' } },
  };
  const accepts = (schema: object, value: unknown, references: Parameters<typeof parse>[1] = []): boolean => {
    const bytes = new TextEncoder().encode(JSON.stringify(value));
    return jsonSchemaFormat.compileByteValidator(parse(schema, references))(bytes, 0, bytes.length) === undefined;
  };
  const string = { type: 'string' };

  it.each([
    ['by name', { $ref: 'door.json' }, [reference('door.json', door)]],
    [
      'by name and pointer',
      { properties: { state: { $ref: 'door.json#/definitions/State' } } },
      [reference('door.json', door)],
    ],
    ['from beside it', { $ref: './door.json' }, [reference('door.json', door)]],
    [
      'by a name that is resolved against the id',
      { $id: 'http://x.io/a/b.json', $ref: '#/definitions/d', definitions: { d: { $ref: 'door.json' } } },
      [reference('door.json', door)],
    ],
    ['by address', { $ref: 'http://x.io/door.json' }, [reference('http://x.io/door.json', door)]],
    ['through another', { $ref: 'a.json' }, [reference('door.json', door), reference('a.json', { $ref: 'door.json' })]],
    ['within', door, []],
    [
      'with $defs for definitions',
      { properties: { state: { $ref: '#/$defs/State' } }, definitions: door.definitions },
      [],
    ],
    [
      'by id',
      { properties: { state: { $ref: '#state' } }, definitions: { a: { $id: '#state', enum: ['open', 'closed'] } } },
      [],
    ],
    [
      'by anchor',
      {
        $schema: MODERN,
        properties: { state: { $ref: '#state' } },
        $defs: { a: { $anchor: 'state', enum: ['open', 'closed'] } },
      },
      [],
    ],
    [
      'by an id within',
      {
        $schema: MODERN,
        $id: 'http://x.io/a',
        properties: { state: { $ref: 'b' } },
        $defs: { a: { $id: 'b', enum: ['open', 'closed'] } },
      },
      [],
    ],
    [
      'by a dynamic anchor',
      {
        $schema: MODERN,
        properties: { state: { $dynamicRef: '#s' } },
        $defs: { a: { $dynamicAnchor: 's', enum: ['open', 'closed'] } },
      },
      [],
    ],
    [
      'by name, later drafts',
      { $schema: MODERN, $ref: 'door.json' },
      [reference('door.json', { ...door, $schema: MODERN })],
    ],
  ] as const)('%s', (_name, schema, references) => {
    expect([accepts(schema, { state: 'open' }, references), accepts(schema, { state: 'ajar' }, references)]).toEqual([
      true,
      false,
    ]);
  });

  it('lead to meta-schemas without the network', () => {
    const schema = { $ref: 'http://json-schema.org/draft-07/schema#' };
    expect([accepts(schema, { type: 'string' }), accepts(schema, { type: 'strnig' })]).toEqual([true, false]);
  });

  it('stand alone up to draft 7, and beside other keywords later', () => {
    const schema = { $ref: '#/definitions/s', maxLength: 1, definitions: { s: string } };
    expect([accepts(schema, 'long'), accepts({ $schema: MODERN, ...schema }, 'long')]).toEqual([true, false]);
  });

  it('that depend on the way taken are refused by the validator', () => {
    const tree = { $schema: MODERN, $id: 'http://x.io/tree', $dynamicAnchor: 'node', items: { $dynamicRef: '#node' } };
    const strict = { $schema: MODERN, $dynamicAnchor: 'node', $ref: 'http://x.io/tree' };
    expect(() => accepts(strict, [], [reference('http://x.io/tree', tree)])).toThrow(
      /several schemas that it may lead to/,
    );
  });
});
