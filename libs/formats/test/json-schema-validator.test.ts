import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { jsonSchemaFormat } from '../src/json-schema/index.ts';

const encoder = new TextEncoder();
const compile = (schema: unknown) =>
  jsonSchemaFormat.compileByteValidator(
    jsonSchemaFormat.parse(typeof schema === 'string' ? schema : JSON.stringify(schema)),
  );

function check(schema: unknown, payload: string | readonly number[]): string {
  const bytes = typeof payload === 'string' ? encoder.encode(payload) : Uint8Array.from(payload);
  // Within other bytes, as in a record.
  const framed = Uint8Array.from([0, 0, 0, 0, 7, ...bytes, 9]);
  const finding = compile(schema)(framed, 5, framed.length - 1);
  if (finding === undefined) return 'valid';
  return `${finding.path}: expected ${finding.expected}, found ${finding.found}, at ${finding.offset}, ${finding.kind}`;
}

const READINGS = {
  type: 'object',
  properties: {
    readings: {
      type: 'array',
      items: { type: 'object', properties: { value: { type: 'number', maximum: 100 } }, required: ['value'] },
    },
    labels: { type: 'object', additionalProperties: { type: 'string' } },
  },
  additionalProperties: false,
};

describe('a validator of JSON bytes', () => {
  it.each([
    [READINGS, '{"readings":[{"value":1},{"value":2e1}],"labels":{"a b":"x"}}', 'valid'],
    [
      READINGS,
      '{"readings":[{"value":1}, {"value":"x"}]}',
      'readings[1].value: expected number, found string "x", at 35, malformed',
    ],
    [
      READINGS,
      '{"readings":[{"value":101}]}',
      'readings[0].value: expected a number <= 100, found number 101, at 22, malformed',
    ],
    [
      READINGS,
      '{"readings":[{"é":3},{"value":1}]}',
      'readings[0].value: expected a value, found nothing, at 13, malformed',
    ],
    [READINGS, '{"labels":{"a b":3}}', 'labels["a b"]: expected string, found number 3, at 17, malformed'],
    [READINGS, '{"x":1}', 'x: expected no property of this name, found number 1, at 5, malformed'],
    [READINGS, '{"x":1,"x":2}', 'x: expected no property of this name, found number 2, at 11, malformed'],
    [
      { anyOf: [{ type: 'string' }, { type: 'null' }] },
      '3',
      ': expected string or null, found number 3, at 0, malformed',
    ],
    [
      { anyOf: [{ properties: { a: { type: 'string' } } }, { type: 'null' }] },
      '{"a":[]}',
      'a: expected string, found array of 0, at 5, malformed',
    ],
    [
      { oneOf: [{}, true] },
      '3',
      ': expected a value of exactly one of the schemas under oneOf, not of 0 and 1, found number 3, at 0, malformed',
    ],
    [
      { enum: ['open', 'closed'] },
      '"ajar"',
      ': expected one of "open", "closed", found string "ajar", at 0, malformed',
    ],
    [{ const: { a: 1 } }, '{"a":2}', ': expected {"a":1}, found object with a, at 0, malformed'],
    [
      { items: { minLength: 2 } },
      '["ab", "c"]',
      '[1]: expected a string of at least 2 characters, found string "c", at 7, malformed',
    ],
    [
      { uniqueItems: true },
      '[{"a":1,"b":2},1,{"b":2,"a":1}]',
      ': expected items that differ from each other, found array of 3, at 0, malformed',
    ],
    [{ uniqueItems: true }, '[1,"1",true,"true",null,{},[],{"a":[]}]', 'valid'],
    [
      { pattern: '^[a-z]+$' },
      '"Ab"',
      ': expected a string that matches "^[a-z]+$", found string "Ab", at 0, malformed',
    ],
    [{ properties: { a: { pattern: '^a$' }, b: { pattern: '^b$' } } }, '{"a":"a","b":"b"}', 'valid'],
    [
      { format: 'date-time' },
      '"yesterday"',
      ': expected a string of the format date-time, found string "yesterday", at 0, malformed',
    ],
    [{ format: 'uuid' }, '"no"', 'valid'],
    [{ $schema: 'https://json-schema.org/draft/2020-12/schema', format: 'date-time' }, '"yesterday"', 'valid'],
    [
      '{"if":{"properties":{"a":{"const":1}}},"then":{"required":["b"]}}',
      '{"a":1}',
      'b: expected a value, found nothing, at 0, malformed',
    ],
    ['{"$schema":"http://json-schema.org/draft-06/schema#","if":true,"then":false}', '1', 'valid'],
    [
      { $schema: 'http://json-schema.org/draft-04/schema#', minimum: 3, exclusiveMinimum: true },
      '3',
      ': expected a number > 3, found number 3, at 0, malformed',
    ],
    [{ $schema: 'http://json-schema.org/draft-04/schema#', id: 'x', const: 1 }, '2', 'valid'],
    [
      {
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        allOf: [{ properties: { a: true } }],
        unevaluatedProperties: false,
      },
      '{"a":1,"b":2}',
      'b: expected no property of this name, found number 2, at 11, malformed',
    ],
    [{ type: 'string', nullable: true }, 'null', ': expected string, found null, at 0, malformed'],
    [{ required: ['constructor'] }, '{}', 'constructor: expected a value, found nothing, at 0, malformed'],
    [false, '1', ': expected nothing, found number 1, at 0, malformed'],
    [true, ' 1 ', 'valid'],
  ])('%j: %s', (schema, payload, finding) => {
    expect(check(schema, payload)).toBe(finding);
  });

  it.each([
    ['{"readings":[1,]}', "a value of JSON, found byte 0x5d (']'), at 15, malformed"],
    ['{"a" 1}', "a colon, found byte 0x31 ('1'), at 5, malformed"],
    ['{"a":1 "b":2}', "a comma or }, found byte 0x22 ('\"'), at 7, malformed"],
    ['{a:1}', "a key in quotes, found byte 0x61 ('a'), at 1, malformed"],
    ['["a\n"]', "a string of JSON, found byte 0x22 ('\"'), at 1, malformed"],
    ['[tru]', "a value of JSON, found byte 0x74 ('t'), at 1, malformed"],
    ['[[1,[2', 'a comma or ], found the end of the bytes, at 6, malformed'],
    ['', 'a value of JSON, found the end of the bytes, at 0, malformed'],
    ['{} {}', "the end of the value, found byte 0x7b ('{'), at 3, left-over"],
    [[0xef, 0xbb, 0xbf, 0x31], 'a value of JSON, found byte 0xef, at 0, malformed'],
    [[0x22, 0x61, 0xff, 0x22], 'UTF-8, found byte 0xff, at 2, malformed'],
    [[0x22, 0xc3], 'UTF-8, found byte 0xc3, at 1, malformed'],
  ])('says where %j stops being JSON', (payload, finding) => {
    expect(check(true, payload)).toBe(`: expected ${finding}`);
  });

  it('agrees with JSON.parse on any text, and stays within it', () => {
    const validate = compile(true);
    const text = fc.oneof(
      fc.json(),
      fc.string({ unit: fc.constantFrom('{', '}', '[', ']', '"', ',', ':', '1', ' ', 'a', '\\', 'true', '-') }),
    );
    fc.assert(
      fc.property(text, (payload) => {
        const bytes = encoder.encode(payload);
        const finding = validate(bytes, 0, bytes.length);
        let isJson = true;
        try {
          JSON.parse(payload);
        } catch {
          isJson = false;
        }
        expect(finding === undefined).toBe(isJson);
        expect(finding?.offset ?? 0).toBeLessThanOrEqual(bytes.length);
      }),
      { numRuns: 2000 },
    );
  });

  it('finds the offset of any value', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(0, 1, 2), (before, indent) => {
        const text = JSON.stringify({ before, marked: [before, { 'é "': 'wrong' }], after: before }, undefined, indent);
        const schema = { properties: { marked: { items: { properties: { 'é "': { type: 'number' } } } } } };
        // What stands before may be of the other type too.
        const bytes = encoder.encode(text);
        const finding = compile(schema)(bytes, 0, bytes.length);
        if (finding === undefined || finding.path.startsWith('marked[0]')) return;
        expect(new TextDecoder().decode(bytes.subarray(finding.offset)).startsWith('"wrong"')).toBe(true);
      }),
    );
  });
});

describe('hostile schemas and values end soon', () => {
  const deep = (levels: number, inner: string): string => '['.repeat(levels) + inner + ']'.repeat(levels);
  const doubling = Object.fromEntries(
    Array.from({ length: 40 }, (_, index) => {
      const next = { $ref: `#/definitions/A${index + 1}` };
      return [`A${index}`, { anyOf: [next, next] }];
    }),
  );

  it.each([
    ['an expression that goes back', { pattern: '^(a+)+$' }, `"${'a'.repeat(50_000)}b"`, /that matches/],
    ['an expression of many ways', { pattern: '(.*)(.*)(.*)(.*)x$' }, `"${'a'.repeat(50_000)}"`, /that matches/],
    [
      'one that is costly even so',
      { pattern: '(?=.*(?=.*(?=.*x)))y' },
      `"${'a'.repeat(50_000)}"`,
      /matched in fewer steps/,
    ],
    [
      'schemas that double',
      { $ref: '#/definitions/A0', definitions: { ...doubling, A40: { type: 'string' } } },
      '3',
      /in fewer steps/,
    ],
    ['a reference to itself', { $ref: '#' }, '3', /leads? back to itself/],
    ['the same in a choice', { anyOf: [{ $ref: '#' }] }, '3', /leads? back to itself/],
    ['a deep value', { items: { $ref: '#' } }, deep(200_000, ''), /nested less deep/],
    ['a deep value among unique ones', { uniqueItems: true }, deep(200_000, ''), /nested less deep/],
    ['a deep value that nothing asks about', true, deep(200_000, ''), /^valid$/],
    [
      'many equal items',
      { uniqueItems: true },
      JSON.stringify(Array.from({ length: 50_000 }, (_, a) => ({ a }))),
      /^valid$/,
    ],
    ['a long text of a format', { format: 'email' }, `"${'a@'.repeat(50_000)}"`, /of the format email/],
    ['broken JSON, deep', true, '['.repeat(200_000), /found the end of the bytes, at 200000/],
  ])('%s', (_name, schema, payload, finding) => {
    const startMs = performance.now();
    expect(check(schema, payload)).toMatch(finding);
    expect(performance.now() - startMs).toBeLessThan(5_000);
  });

  it.each([
    ['a deep schema', `${'{"items":'.repeat(2_000)}{}${'}'.repeat(2_000)}`, /nested deeper than 1000 levels/],
    [
      'a deep schema that can be read',
      `${'{"items":'.repeat(990)}{"type":"string"}${'}'.repeat(990)}`,
      /nested too deep|^valid$/,
    ],
    ['a long text', `{"title":"${'x'.repeat(10_000_000)}"}`, /longer than 10000000 characters/],
    ['many values', JSON.stringify({ enum: Array.from({ length: 600_000 }, () => 0) }), /more than 500000 values/],
    [
      '10,000 branches',
      { oneOf: Array.from({ length: 10_000 }, (_, index) => ({ const: index })) },
      /values are not checked: more than 1000 alternatives .* \(at \/oneOf\)/,
    ],
    [
      'many parts',
      {
        properties: {
          a: {
            allOf: Array.from({ length: 900 }, () => ({
              properties: Object.fromEntries(Array.from({ length: 20 }, (_, k) => [`k${k}`, { type: 'string' }])),
            })),
          },
        },
      },
      /more than 10000 parts/,
    ],
    [
      'an expression that cannot be run',
      { pattern: String.raw`(a)\1` },
      /the pattern "\(a\)\\\\1" is not run: it refers back/,
    ],
    ['an expression of Java', { pattern: '(?i)door' }, /the pattern "\(\?i\)door" is not run/],
  ])('%s', (_name, schema, message) => {
    const startMs = performance.now();
    const result = (): string => {
      try {
        return check(schema, '1');
      } catch (error) {
        return String(error);
      }
    };
    expect(result()).toMatch(message);
    expect(performance.now() - startMs).toBeLessThan(10_000);
  });

  it('says so where code must not be made at run time', () => {
    const original = globalThis.Function;
    globalThis.Function = new Proxy(original, {
      construct: () => {
        throw new EvalError('Code generation from strings disallowed for this context');
      },
    });
    try {
      expect(() => compile({ type: 'string' })).toThrow(
        /checks are code made at run time, and this process forbids that/,
      );
    } finally {
      globalThis.Function = original;
    }
  });
});
