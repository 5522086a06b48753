import { describe, expect, it } from 'vitest';
import { checkCompatibility, parseSchema } from '@sluice/avro';
import type { JsonValue } from '@sluice/avro';

const parse = (schema: JsonValue) => parseSchema(typeof schema === 'string' ? JSON.stringify(schema) : schema);
const record = (name: string, ...fields: JsonValue[]): JsonValue => ({ type: 'record', name, fields });
const enumeration = (...symbols: string[]): JsonValue => ({ type: 'enum', name: 'E', symbols });
const list = (items: JsonValue): JsonValue => ({ type: 'array', items });

describe('a finding says where, what, and what to change in either schema', () => {
  const cases: readonly {
    what: string;
    reader: JsonValue;
    writer: JsonValue;
    path: string;
    fix: readonly [reader: string, writer: string];
  }[] = [
    {
      what: 'a field without default',
      reader: record('shop.Order', { name: 'currency', type: 'string' }),
      writer: record('shop.Order'),
      path: 'currency',
      fix: [
        'give field currency of shop.Order a default',
        'put field currency back into shop.Order, or first give it a default in its readers',
      ],
    },
    {
      what: 'a field that may have been renamed',
      reader: record('R', { name: 'total', type: 'long' }, { name: 'id', type: 'long' }),
      writer: record('R', { name: 'sum', type: 'long' }, { name: 'id', type: 'long' }),
      path: 'total',
      fix: [
        'give field total of R a default, or, if it was sum before, the alias "sum"',
        'put field total back into R, which sum may be the new name of, or first give it a default in its readers',
      ],
    },
    {
      what: 'a wider type, deep within',
      reader: record('R', { name: 'readings', type: list(record('S', { name: 'value', type: 'int' })) }),
      writer: record('R', { name: 'readings', type: list(record('S', { name: 'value', type: 'long' })) }),
      path: 'readings[].value',
      fix: [
        'make readings[].value long again, or float or double, which also reads it',
        'make readings[].value int again, or first widen it to long in its readers',
      ],
    },
    {
      what: 'another type',
      reader: record('R', { name: 'labels', type: { type: 'map', values: 'double' } }),
      writer: record('R', { name: 'labels', type: { type: 'map', values: 'boolean' } }),
      path: 'labels{}',
      fix: ['make labels{} boolean again', 'make labels{} double again, or int, long or float, which it also reads'],
    },
    {
      what: 'another name',
      reader: record('A'),
      writer: record('n.B'),
      path: '',
      fix: [
        'rename record A back to n.B, or add "n.B" to its aliases',
        'rename record n.B back to A, or first give its readers the alias "n.B"',
      ],
    },
    {
      what: 'new symbols',
      reader: list(enumeration('A')),
      writer: list(enumeration('A', 'C', 'B')),
      path: '[]',
      fix: [
        'add symbols C, B to enum E, or give it a default',
        'leave symbols C, B out of enum E, or first give its readers the symbols or a default',
      ],
    },
    {
      what: 'another size',
      reader: { type: 'fixed', name: 'F', size: 3 },
      writer: { type: 'fixed', name: 'F', size: 2 },
      path: '',
      fix: [
        'set the size of fixed F of 3 bytes back to 2, or put the new size in a new type and field',
        'set the size of fixed F of 2 bytes back to 3, or put the new size in a new type and field',
      ],
    },
    {
      what: 'a branch that is missing',
      reader: record('R', { name: 'a', type: ['null', 'int'] }),
      writer: record('R', { name: 'a', type: ['null', 'string'] }),
      path: 'a',
      fix: [
        'add a branch string to the union at a',
        'write only branches null, int at a, or first add a branch string to it in its readers',
      ],
    },
    {
      what: 'a branch that does not read its namesake',
      reader: record('R', { name: 'a', type: ['null', record('S', { name: 'b', type: 'int' })] }),
      writer: record('R', { name: 'a', type: ['null', record('S')] }),
      path: 'a',
      fix: ['give field b of S a default', 'put field b back into S, or first give it a default in its readers'],
    },
    {
      what: 'a union read as one type',
      reader: record('R', { name: 'a', type: 'int' }),
      writer: record('R', { name: 'a', type: ['null', 'int'] }),
      path: 'a',
      fix: [
        'let a be a union with a branch null',
        'leave null out of the union at a, or first give its readers such a union there',
      ],
    },
    {
      what: 'a field whose enum alone has a default',
      reader: record('R', { name: 'a', type: { type: 'enum', name: 'E', symbols: ['A'], default: 'A' } }),
      writer: record('R'),
      path: 'a',
      fix: [
        'give a a default: that of its enum is none',
        'put field a back into R, or first give it a default in its readers',
      ],
    },
    {
      what: 'a field that its aliases make two of',
      reader: record('R', { name: 'a', type: 'int', aliases: ['b'] }),
      writer: record('R', { name: 'a', type: 'int' }, { name: 'b', type: 'int' }),
      path: 'a',
      fix: ['take the aliases from field a of R, for the writer has fields a, b', 'keep only one of fields a, b in R'],
    },
  ];

  it.each(cases)('$what', ({ reader, writer, path, fix }) => {
    const found = checkCompatibility(parse(reader), parse(writer));
    expect(found.map((finding) => [finding.path, finding.severity, finding.fix])).toEqual([
      [path, 'error', { reader: fix[0], writer: fix[1] }],
    ]);
  });

  it.each<[JsonValue, JsonValue, object, object]>([
    [
      enumeration('A'),
      enumeration('B'),
      { kind: 'enum', name: 'E', symbols: ['A'] },
      { kind: 'enum', name: 'E', symbols: ['B'] },
    ],
    [{ type: 'fixed', name: 'n.F', size: 2 }, 'int', { kind: 'fixed', name: 'n.F', size: 2 }, { kind: 'int' }],
    [['null', record('R')], list('int'), { kind: 'union', branches: ['null', 'R'] }, { kind: 'array' }],
  ])('of %j and %j, described', (reader, writer, described, other) => {
    expect(checkCompatibility(parse(reader), parse(writer))[0]).toMatchObject({ reader: described, writer: other });
  });

  it('with the whole path, where Java loses it in a union', () => {
    const inner = (type: JsonValue) => record('I', { name: 'x', type });
    const outer = (type: JsonValue) =>
      record('R', { name: 'u', type: ['null', inner(type)] }, { name: 'b', type: 'I' });
    expect(checkCompatibility(parse(outer('int')), parse(outer('string')))).toMatchObject([
      { type: 'MISSING_UNION_BRANCH', location: '/fields/0/type/1', path: 'u' },
      { type: 'TYPE_MISMATCH', location: '/fields/0/type', path: 'u.x' },
    ]);
  });
});
