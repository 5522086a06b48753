import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AvroError, compileCodec, parseSchema } from '@sluice/avro';
import type { AvroFinding, CodecOptions, JsonValue, LongForm } from '@sluice/avro';
import { fromHex } from './hex.ts';

function codecOf(schema: JsonValue, options: CodecOptions = {}) {
  return compileCodec(parseSchema(typeof schema === 'string' ? JSON.stringify(schema) : schema), options);
}

function findingsOf(action: () => unknown): readonly AvroFinding[] {
  try {
    action();
    return [];
  } catch (error) {
    if (error instanceof AvroError) return error.findings;
    throw error;
  }
}

const record = (...fields: JsonValue[]): JsonValue => ({ type: 'record', name: 'R', fields });

describe('the form of longs by field', () => {
  const schema = record(
    { name: 'plain', type: 'long', default: 1 },
    { name: 'many', type: { type: 'map', values: { type: 'array', items: ['null', 'long'] } }, default: { k: [null] } },
    {
      name: 'inner',
      type: {
        type: 'record',
        name: 'n.I',
        fields: [
          { name: 'own', type: 'long', default: 2 },
          { name: 'next', type: ['null', 'n.I'], default: null },
        ],
      },
      default: {},
    },
  );
  const cases: readonly [long: CodecOptions['long'], value: unknown][] = [
    [undefined, { plain: 1, many: { k: [3, null] }, inner: { own: 2, next: null } }],
    ['bigint', { plain: 1n, many: { k: [3n, null] }, inner: { own: 2n, next: null } }],
    [{ fields: { 'R.many': 'string' } }, { plain: 1, many: { k: ['3', null] }, inner: { own: 2, next: null } }],
    [
      { default: 'bigint', fields: { 'R.inner': 'string', 'R.plain': 'number' } },
      { plain: 1, many: { k: [3n, null] }, inner: { own: 2n, next: null } },
    ],
    [
      { fields: { 'n.I.own': 'string' } },
      { plain: 1, many: { k: [3, null] }, inner: { own: '2', next: { own: '4', next: null } } },
    ],
  ];
  it.each(cases)('%o', (long, value) => {
    for (const engine of ['jit', 'interpreter'] as const) {
      const codec = codecOf(schema, { engine, ...(long === undefined ? {} : { long }) });
      expect(codec.decode(codec.encode(value))).toEqual(value);
      const { inner } = value as { inner: { own: unknown } };
      expect(codec.decode(codec.encode({}))).toMatchObject({ inner: { own: inner.own } });
    }
  });

  it('is asked for of fields that are there', () => {
    const rule = (name: string) => () => codecOf(schema, { long: { fields: { [name]: 'bigint' } } });
    expect(rule('R.plan')).toThrow('names "R.plan", which is no field of the schema: the nearest are R.plain, ');
    expect(rule('I.own')).toThrow('the nearest are n.I.own');
    expect(rule('constructor')).toThrow(AvroError);
    expect(() => codecOf('long', { long: { fields: { x: 'bigint' } } })).toThrow('it has no fields');
    expect(() => codecOf('long', { long: JSON.parse('"text"') as 'string' })).toThrow('not as "text"');
  });
});

describe('strict UTF-8', () => {
  const fields: JsonValue[] = [
    { name: 's', type: 'string' },
    { name: 'm', type: { type: 'map', values: 'string' } },
  ];
  const engines = ['jit', 'interpreter'] as const;

  it.each(engines)('refuses bytes that are not UTF-8: %s', (engine) => {
    const codec = codecOf(record(...fields), { utf8: 'strict', engine });
    const cases: readonly [bytes: string, finding: object | undefined][] = [
      ['02610002', { kind: 'left-over' }],
      ['0261020262026300', undefined],
      ['02ff00', { path: 's', expected: 'string (well-formed UTF-8)', offset: 0 }],
      ['02610202ff026300', { path: 'm', expected: 'map key (well-formed UTF-8)', offset: 3 }],
      ['0261020262028000', { path: 'm["b"]', expected: 'string (well-formed UTF-8)', offset: 5 }],
    ];
    for (const [text, finding] of cases) {
      const bytes = fromHex(text);
      const expected = finding === undefined ? [] : [finding];
      expect(codec.validateBytes(bytes, 0, bytes.length)).toMatchObject(expected);
      expect(findingsOf(() => codec.decode(bytes))).toMatchObject(expected);
    }
  });

  it.each(engines)('refuses strings with lone surrogates: %s', (engine) => {
    const codec = codecOf(record(...fields), { utf8: 'strict', engine });
    expect(codec.validateValue({ s: '\u{1F600}', m: { ['x'.repeat(100)]: 'y'.repeat(100) } })).toEqual([]);
    const value = { s: '\ud83d', m: { '\udc00': 'x'.repeat(50).concat('\ud800') } };
    expect(codec.validateValue(value)).toMatchObject([
      { path: 's', expected: 'string (well-formed UTF-8)' },
      { path: 'm', expected: 'map key (well-formed UTF-8)' },
      { path: 'm["\\udc00"]', expected: 'string (well-formed UTF-8)' },
    ]);
    expect(findingsOf(() => codec.encode(value))).toEqual(codec.validateValue(value));
    expect(codec.validateValue({ s: 5, m: {} })).toMatchObject([{ expected: 'string', found: 'number 5' }]);
  });

  it.each(engines)('means what a fatal TextDecoder means: %s', (engine) => {
    const [strict, lax] = [codecOf('string', { utf8: 'strict', engine }), codecOf('bytes', { engine })];
    const part = fc.constantFrom(
      '41',
      '7f',
      '80',
      'bf',
      'c0',
      'c2',
      'df',
      'e0',
      'e1',
      'a0',
      '9f',
      'ed',
      'ef',
      'f0',
      '90',
      '8f',
      'f4',
      'f5',
      'ff',
      'e282ac',
      'f09f9880',
      'efbbbf',
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 40 }), (parts) => {
        const text = fromHex(parts.join(''));
        const bytes = lax.encode(text);
        let expected: string | undefined;
        try {
          expected = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(text);
        } catch {
          expect(() => strict.decode(bytes)).toThrow(AvroError);
        }
        expect(strict.validateBytes(bytes, 0, bytes.length)).toHaveLength(expected === undefined ? 1 : 0);
        if (expected !== undefined) expect(strict.decode(bytes)).toBe(expected);
      }),
      { numRuns: 500 },
    );
  });
});

describe('validateValue', () => {
  it('asks for what the form of longs takes beyond 2^53', () => {
    const askedFor = (long: LongForm) => codecOf('long', { long }).validateValue(2 ** 60);
    expect(askedFor('number')).toMatchObject([{ expected: expect.stringMatching(/beyond 2\^53 as bigint\)$/) }]);
    expect(askedFor('string')).toMatchObject([{ expected: expect.stringMatching(/as digits or bigint\)$/) }]);
  });

  it('says what encode would throw with', () => {
    const schema = record({ name: 'a', type: ['null', { type: 'array', items: 'int' }] }, { name: 'b', type: 'bytes' });
    for (const engine of ['jit', 'interpreter'] as const) {
      const codec = codecOf(schema, { engine });
      for (const value of [
        { a: null, b: new Uint8Array(70_000) },
        { a: [1, '2'], b: [] },
        {},
        5,
        null,
        { a: {}, b: 'x' },
      ]) {
        expect(codec.validateValue(value)).toEqual(findingsOf(() => codec.encode(value)));
      }
      expect(codec.validateValue({ a: [1, '2'], b: [] })).toHaveLength(2);
    }
  });
});
