import { describe, expect, it } from 'vitest';
import type { JsonValue } from '@sluice/avro';
import { loadModel } from '@sluice/asyncapi';
import { checkExample, createExampleChecker } from '@sluice/asyncapi/lint';

async function check(payload: unknown, example: JsonValue, components: object = {}): Promise<readonly string[]> {
  const text = JSON.stringify({
    asyncapi: '3.0.0',
    info: { title: 't', version: '1' },
    channels: { c: { messages: { m: { payload } } } },
    components: { schemas: components },
  });
  const model = await loadModel({ path: 'a.json', text });
  const [message] = model.channels[0]?.messages ?? [];
  if (message === undefined) throw new Error('no message');
  const problems = checkExample(model, message, { payload: example });
  return problems.map(({ pointer, message: said, isOpen }) => `${pointer} ${said}${isOpen === true ? ' (open)' : ''}`);
}

const avro = (schema: unknown): unknown => ({ schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema });
const draft = (name: string, schema: unknown): unknown => ({
  schemaFormat: `application/schema+json;version=${name}`,
  schema,
});
const RECORD = avro({
  type: 'record',
  name: 'R',
  fields: [
    { name: 'l', type: 'long' },
    { name: 'b', type: ['null', 'bytes', { type: 'array', items: 'int' }] },
    { name: 'f', type: { type: 'fixed', name: 'F', size: 2 }, default: 'ab' },
    { name: 'e', type: ['null', { type: 'enum', name: 'n.E', symbols: ['A'] }], default: null },
  ],
});

const CASES: readonly (readonly [string, unknown, JsonValue, readonly string[]])[] = [
  ['Avro, plainly', RECORD, { l: 1, b: 'ÿ' }, []],
  [
    'Avro in its JSON encoding',
    RECORD,
    { l: 9007199254740993n.toString().length, b: { bytes: 'a' }, f: 'xy', e: { 'n.E': 'A' } },
    [],
  ],
  ['Avro, both in one value', RECORD, { l: 1, b: [1, 2], e: 'A' }, []],
  ['Avro, a null left out', RECORD, { l: 1 }, []],
  ['Avro, a field missing', RECORD, { b: null }, [' R needs "l"']],
  ['Avro, a field too many', RECORD, { l: 1, x: 1 }, ['/x R has no field "x"']],
  ['Avro, bytes beyond U+00FF', RECORD, { l: 1, b: 'Ā' }, ['/b expected bytes, as characters up to U+00FF, found "Ā"']],
  [
    'Avro, a fixed of another length',
    RECORD,
    { l: 1, f: 'a' },
    ['/f expected F, 2 characters up to U+00FF, found "a"'],
  ],
  ['Avro, another symbol', RECORD, { l: 1, e: { 'n.E': 'B' } }, ['/e/n.E expected n.E, one of A, found "B"']],
  ['Avro, a fraction', RECORD, { l: 1.5 }, ['/l expected long, found 1.5']],
  ['formats', { type: 'string', format: 'date-time' }, 'now', [' it must be of the format date-time']],
  ['draft 4', draft('draft-04', { type: 'number', minimum: 1, exclusiveMinimum: true }), 1, [' it must be > 1']],
  ['draft 7', draft('draft-07', { exclusiveMinimum: 5, contains: {} }), 5, [' it must be > 5']],
  [
    '2019-09',
    draft('2019-09', { dependentRequired: { a: ['b'] } }),
    { a: 1 },
    [' it must have property b when property a is present'],
  ],
  [
    '2020-12',
    draft('2020-12', { prefixItems: [{ type: 'string' }] }),
    [1],
    ['/0 "0" must be a string, found a number'],
  ],
  ['false', false, 1, [' the schema `false` allows no value']],
];

describe('checkExample', () => {
  it.each(CASES)('%s', async (_, payload, example, expected) => {
    expect(await check(payload, example)).toEqual(expected);
  });

  it('follows references, recursive ones too, also into components of other formats', async () => {
    const components = {
      Tree: {
        type: 'object',
        properties: { next: { $ref: '#/components/schemas/Tree' }, v: { $ref: '#/components/schemas/Said/schema' } },
      },
      Said: draft('draft-07', { type: 'integer' }),
    };
    const use = { $ref: '#/components/schemas/Tree' };
    expect(await check(use, { next: { next: { v: 1 } } }, components)).toEqual([]);
    expect(await check(use, { next: { next: { v: 'a' } } }, components)).toEqual([
      '/next/next/v "v" must be an integer, found a string',
    ]);
  });

  it('holds headers to be an object where nothing is said of them', async () => {
    const text = JSON.stringify({
      asyncapi: '3.0.0',
      info: { title: 't', version: '1' },
      channels: { c: { messages: { m: {} } } },
    });
    const model = await loadModel({ path: 'a.json', text });
    const [message] = model.channels[0]?.messages ?? [];
    if (message === undefined) throw new Error('no message');
    const checker = createExampleChecker(model);
    expect(checker(message, { headers: 'x', payload: 1 })).toEqual([
      { part: 'headers', pointer: '', message: 'it must be an object, found a string' },
    ]);
  });

  it('gives up on hostile schemas in a bounded time', async () => {
    const bomb = Object.fromEntries(
      Array.from({ length: 40 }, (_, index) => [
        `b${index}`,
        { anyOf: [1, 2].map(() => ({ $ref: `#/components/schemas/b${index + 1}` })) },
      ]),
    );
    const components = { ...bomb, b40: { type: 'string' }, loop: { allOf: [{ $ref: '#/components/schemas/loop' }] } };
    const started = performance.now();
    expect(await check({ $ref: '#/components/schemas/b0' }, 1, components)).toEqual([
      ' it could not be checked: its schema is too deep (open)',
    ]);
    expect(await check({ $ref: '#/components/schemas/loop' }, 1, components)).toEqual([
      ' it could not be checked: its schema is too deep (open)',
    ]);
    const two = { type: 'object', properties: { a: { pattern: '^a$' }, b: { pattern: '^b$' } } };
    expect(await check(two, { a: 'a', b: 'b' })).toEqual([]);
    expect(await check({ type: 'string', pattern: '^(a+)+$' }, `${'a'.repeat(5_000)}b`)).toEqual([
      ' it must match pattern "^(a+)+$"',
    ]);
    expect(await check({ type: 'string', pattern: '(?=.*(?=.*(?=.*x)))y' }, 'a'.repeat(5_000))).toEqual([
      ' it could not be checked: a pattern is not run: it takes too many steps (open)',
    ]);
    expect(await check({ type: 'string', pattern: String.raw`^(a)\1$` }, 'aa')).toEqual([
      ' it could not be checked: a pattern is not run: it refers back to what a group has matched (open)',
    ]);
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
