import { describe, expect, it } from 'vitest';
import { checkCompatibility, COMPATIBILITY_LEVELS, parseSchema } from '@sluice/avro';
import type { JsonValue } from '@sluice/avro';

const parse = (schema: JsonValue) => parseSchema(typeof schema === 'string' ? JSON.stringify(schema) : schema);
const record = (name: string, ...fields: JsonValue[]): JsonValue => ({ type: 'record', name, fields });
const enumeration = (symbols: JsonValue, rest: object = {}): JsonValue => ({
  type: 'enum',
  name: 'E',
  symbols,
  ...rest,
});

describe('checkCompatibility says what Java says', () => {
  const cases: readonly [
    name: string,
    reader: JsonValue,
    writer: JsonValue,
    findings: readonly (readonly [string, string, string])[],
  ][] = [
    ['a promotion', 'double', 'int', []],
    ['a demotion', 'int', 'long', [['TYPE_MISMATCH', '/', 'reader type: INT not compatible with writer type: LONG']]],
    ['an alias', { type: 'record', name: 'B', aliases: ['A'], fields: [] }, record('A'), []],
    ['another namespace', record('x.A'), record('y.A'), []],
    ['another name', record('A'), record('n.B'), [['NAME_MISMATCH', '/name', 'expected: n.B']]],
    ['a new field with a default', record('R', { name: 'a', type: 'int', default: 0 }), record('R'), []],
    [
      'a new field',
      record('R', { name: 'a', type: 'int' }),
      record('R'),
      [['READER_FIELD_MISSING_DEFAULT_VALUE', '/fields/0', 'a']],
    ],
    [
      'missing symbols, sorted',
      enumeration(['A']),
      enumeration(['C', 'A', 'B']),
      [['MISSING_ENUM_SYMBOLS', '/symbols', '[B, C]']],
    ],
    ['missing symbols and a default', enumeration(['A'], { default: 'A' }), enumeration(['B']), []],
    [
      'another size',
      { type: 'array', items: { type: 'fixed', name: 'F', size: 3 } },
      { type: 'array', items: { type: 'fixed', name: 'F', size: 2 } },
      [['FIXED_SIZE_MISMATCH', '/items/size', 'expected: 2, found: 3']],
    ],
    [
      'a narrower union',
      ['null', 'int'],
      ['null', 'int', 'string'],
      [['MISSING_UNION_BRANCH', '/2', 'reader union lacking writer type: STRING']],
    ],
    [
      'a union read as one type',
      { type: 'map', values: 'int' },
      { type: 'map', values: ['null', 'long'] },
      [
        ['TYPE_MISMATCH', '/values/0', 'reader type: INT not compatible with writer type: NULL'],
        ['TYPE_MISMATCH', '/values/1', 'reader type: INT not compatible with writer type: LONG'],
      ],
    ],
    [
      'a recursive type',
      record('N', { name: 'v', type: 'int' }, { name: 'next', type: ['null', 'N'] }),
      record('N', { name: 'v', type: 'long' }, { name: 'next', type: ['null', 'N'] }),
      [['TYPE_MISMATCH', '/fields/0/type', 'reader type: INT not compatible with writer type: LONG']],
    ],
    [
      'a field that its aliases make two of',
      record('R', { name: 'a', type: 'int', aliases: ['b'] }),
      record('R', { name: 'a', type: 'int' }, { name: 'b', type: 'int' }),
      [['AMBIGUOUS_FIELD_ALIAS', '/fields/0', 'a matches several fields of the writer: a, b']],
    ],
  ];
  it.each(cases)('%s', (_name, reader, writer, findings) => {
    const found = checkCompatibility(parse(reader), parse(writer));
    expect(found).toHaveLength(findings.length);
    expect(found).toMatchObject(findings.map(([type, location, message]) => ({ type, location, message })));
  });

  it('ends on types that only differ after a long common period', () => {
    const cycle = (length: number): JsonValue =>
      Array.from({ length }).reduceRight<JsonValue>(
        (inner, _, index) => record(`R${index}`, { name: 'next', type: ['null', inner] }),
        'R0',
      );
    expect(checkCompatibility(parse(cycle(97)), parse(cycle(101)))).not.toEqual([]);
  });

  it.each([
    ['of one namespace', (index: number) => `n.R${index}`],
    ['of one simple name', (index: number) => `n${index}.R`],
  ])('reads big unions %s that grow by a branch', (_name, nameOf) => {
    const union = (size: number): JsonValue => [
      'null',
      ...Array.from({ length: size }, (_, index) => record(nameOf(index), { name: 'a', type: 'int' })),
    ];
    const [small, big] = [parse(union(2000)), parse(union(2001))];
    expect(checkCompatibility(big, small)).toEqual([]);
    const lacking = checkCompatibility(
      parse(union(2000)),
      parse([...(union(2000) as JsonValue[]), record('X'), 'int']),
    );
    expect(lacking).toMatchObject([
      { type: 'MISSING_UNION_BRANCH', location: '/2001' },
      { type: 'MISSING_UNION_BRANCH', location: '/2002' },
    ]);
  });

  it('finds branches of big unions by alias and by promotion', () => {
    const many = Array.from({ length: 100 }, (_, index) => record(`R${index}`));
    const reader = parse([...many, { type: 'record', name: 'New', aliases: ['n.Old'], fields: [] }, 'double']);
    expect(checkCompatibility(reader, parse([record('n.Old'), 'int']))).toEqual([]);
  });

  it('lists no more findings than anybody reads', () => {
    const fields = Array.from({ length: 150_000 }, (_, index) => ({ name: `f${index}`, type: 'int' }));
    expect(checkCompatibility(parse({ type: 'record', name: 'R', fields }), parse(record('R')))).toHaveLength(1000);
  });

  it('says that it gives up, and nothing else', () => {
    // No namesake reads the other, so each is tried against all.
    const union = (size: number, type: string): JsonValue =>
      Array.from({ length: size }, (_, index) => record(`n${index}.R`, { name: 'a', type }));
    const found = checkCompatibility(parse(union(600, 'int')), parse(union(600, 'string')));
    expect(found).toHaveLength(1);
    expect(found).toMatchObject([
      { type: 'TOO_COMPLEX', location: '/', path: '', message: 'too many types within each other to compare' },
    ]);
  });
});

it('the table of levels has the seven of Confluent', () => {
  expect(Object.keys(COMPATIBILITY_LEVELS)).toHaveLength(7);
  expect(COMPATIBILITY_LEVELS.FULL_TRANSITIVE).toEqual({ canRead: true, canBeRead: true, reach: 'all' });
});
