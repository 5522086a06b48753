import { describe, expect, it } from 'vitest';
import { compileCodec, compileResolver, findShapeChanges, parseSchema } from '@sluice/avro';
import type { JsonValue } from '@sluice/avro';

const parse = (schema: JsonValue) => parseSchema(typeof schema === 'string' ? JSON.stringify(schema) : schema);
const record = (name: string, ...fields: JsonValue[]): JsonValue => ({ type: 'record', name, fields });

describe('findShapeChanges', () => {
  it.each<[string, JsonValue, JsonValue]>([
    ['a union that gains a branch of another kind', ['null', 'int'], ['null', 'int', 'string']],
    ['a type that becomes optional', 'int', ['null', 'int']],
    ['a wider branch', ['null', 'int'], ['null', 'long']],
    ['tags that stay', ['int', 'string', 'double'], ['int', 'double', 'string', 'null']],
    ['a branch that is gone', ['null', 'int', 'string'], ['null', 'int']],
    ['a branch of another namespace', ['null', record('n.A')], ['null', record('m.A')]],
    [
      'fields that come and go',
      record('R', { name: 'a', type: 'int' }),
      record('R', { name: 'b', type: ['int', 'long'] }),
    ],
    ['types that do not match', record('R', { name: 'a', type: 'int' }), 'int'],
  ])('finds none in %s', (_what, from, to) => {
    expect(findShapeChanges(parse(from), parse(to))).toEqual([]);
  });

  const cases: readonly {
    what: string;
    from: JsonValue;
    to: JsonValue;
    found: readonly (readonly [path: string, branch: string, before: string, after: string, fix: string])[];
  }[] = [
    {
      what: 'a union that gains a branch of the same kind',
      from: record('R', { name: 'a', type: ['null', 'int'] }),
      to: record('R', { name: 'a', type: ['null', 'int', 'long'] }),
      found: [
        [
          'a',
          'int',
          'bare',
          '{ "int": … }',
          'leave long out of the union at a, or give it a field of its own, or let long take the place of int, which it reads too',
        ],
      ],
    },
    {
      what: 'a bare type that becomes such a union',
      from: { type: 'map', values: record('n.R') },
      to: { type: 'map', values: [record('n.R'), { type: 'map', values: 'int' }] },
      found: [['{}', 'n.R', 'bare', '{ "n.R": … }', 'leave map out of the union at {}, or give it a field of its own']],
    },
    {
      what: 'a union that loses one, below a renamed field',
      from: record('R', { name: 'old', type: { type: 'array', items: ['string', 'int', 'long'] } }),
      to: record('R', { name: 'new', aliases: ['old'], type: { type: 'array', items: ['string', 'int'] } }),
      found: [['new[]', 'int', '{ "int": … }', 'bare', 'keep a branch long in the union at new[]']],
    },
    {
      what: 'a tag whose type has another name',
      from: [record('A'), record('B')],
      to: [record('A'), { type: 'record', name: 'C', aliases: ['B'], fields: [] }],
      found: [['', 'C', '{ "B": … }', '{ "C": … }', 'keep B as the name of the branch at the schema']],
    },
    {
      what: 'a recursive type, once',
      from: record('N', { name: 'v', type: 'int' }, { name: 'next', type: ['null', 'N'] }),
      to: record('N', { name: 'v', type: ['int', 'float'] }, { name: 'next', type: ['null', 'N'] }),
      found: [
        [
          'v',
          'int',
          'bare',
          '{ "int": … }',
          'leave float out of the union at v, or give it a field of its own, or let float take the place of int, which it reads too',
        ],
      ],
    },
  ];
  it.each(cases)('finds $what', ({ from, to, found }) => {
    expect(
      findShapeChanges(parse(from), parse(to)).map(({ path, branch, before, after, fix }) => [
        path,
        branch,
        before,
        after,
        fix,
      ]),
    ).toEqual(found);
  });

  it('says what programs see, for those who only read messages', () => {
    const [from, to] = [parse(['null', 'int']), parse(['null', 'int', 'long'])];
    expect(findShapeChanges(from, to)).toMatchObject([
      {
        type: 'UNION_SHAPE_CHANGE',
        severity: 'warning',
        message: 'values of int at the schema were bare and are { "int": … } to programs that read them',
        from: { kind: 'union', branches: ['null', 'int'] },
        to: { kind: 'union', branches: ['null', 'int', 'long'] },
      },
    ]);
    const bytes = compileCodec(from).encode(1);
    expect([compileCodec(from).decode(bytes), compileResolver(from, to).decode(bytes)]).toEqual([1, { int: 1 }]);
  });

  it('takes big unions', () => {
    const union = (size: number): JsonValue =>
      Array.from({ length: size }, (_, index) => record(`n.R${index}`, { name: 'a', type: 'int' }));
    expect(findShapeChanges(parse(union(3000)), parse(union(3001)))).toEqual([]);
  });

  it('takes big records', () => {
    const wide = (type: JsonValue): JsonValue => ({
      type: 'record',
      name: 'R',
      fields: Array.from({ length: 150_000 }, (_, index) => ({ name: `f${index}`, type })),
    });
    expect(findShapeChanges(parse(wide('int')), parse(wide(['int', 'long'])))).toHaveLength(1000);
  });
});
