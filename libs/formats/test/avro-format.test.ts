import { describe, expect, it, vi } from 'vitest';
import { avroFormat } from '../src/avro/index.ts';
import {
  checkLevel,
  COMPATIBILITY_LEVEL_NAMES,
  createFormats,
  findCompatibilityLevel,
  SchemaFormatError,
} from '../src/index.ts';
import type { CompatibilityLevel } from '../src/index.ts';

/** A record with an int field for each name; those with a `?` have a default. */
const record = (...fields: readonly string[]) =>
  avroFormat.parse(
    JSON.stringify({
      type: 'record',
      name: 'R',
      fields: fields.map((field) => ({
        name: field.replace('?', ''),
        type: 'int',
        ...(field.endsWith('?') && { default: 0 }),
      })),
    }),
  );

describe('avroFormat', () => {
  it.each([
    { schema: '{"type": "string"}', canonical: '"string"', recordName: undefined },
    {
      schema: '{"fields":[],"namespace":"a.b","name":"R","type":"record","doc":"d"}',
      canonical: '{"type":"record","name":"R","namespace":"a.b","doc":"d","fields":[]}',
      recordName: 'a.b.R',
    },
  ])('parses $schema', ({ schema, canonical, recordName }) => {
    expect(avroFormat.parse(schema)).toMatchObject({ type: 'AVRO', canonical, recordName });
  });

  it('parses after references, and leaves their types named', () => {
    const references = [
      { name: 'A', subject: 'a', version: 1, schema: '{"type":"enum","name":"A","symbols":["X"]}' },
      { name: 'B', subject: 'b', version: 1, schema: '{"type":"array","items":"A"}' },
    ];
    expect(avroFormat.parse('{"type": "map", "values": "A"}', references).canonical).toBe(
      '{"type":"map","values":"A"}',
    );
  });

  const enumeration = (name: string, symbol: string) => `{"type":"enum","name":"${name}","symbols":["${symbol}"]}`;
  const referenceTo = (name: string, schema: string) => ({ name, subject: name, version: 1, schema });

  it.each([
    {
      what: 'keeps the digits of a default',
      schema: '{"type":"record","name":"R","fields":[{"name":"a","type":"long","default":9007199254740993}]}',
      canonical: '{"type":"record","name":"R","fields":[{"name":"a","type":"long","default":9007199254740993}]}',
    },
    { what: 'reads comments', schema: '/*c*/{"type":"array","items":"A"}', canonical: '{"type":"array","items":"A"}' },
    {
      what: 'orders attributes',
      schema: '{"fields":[{"type":"A","name":"a"}],"name":"R","type":"record"}',
      canonical: '{"type":"record","name":"R","fields":[{"name":"a","type":"A"}]}',
    },
  ])('with references $what as without', ({ schema, canonical }) => {
    expect(avroFormat.parse(schema, [referenceTo('A', enumeration('A', 'X'))]).canonical).toBe(canonical);
  });

  it('names both references that define a type differently', () => {
    const references = [referenceTo('one', enumeration('A', 'X')), referenceTo('two', enumeration('A', 'Y'))];
    expect(() => avroFormat.parse('"A"', references)).toThrow(
      expect.objectContaining({
        findings: [
          {
            kind: 'duplicate',
            pointer: '',
            message: 'in reference two: "A" is defined twice, in different words; the first is in reference one',
          },
        ],
      }),
    );
    const same = [referenceTo('one', enumeration('A', 'X')), referenceTo('two', enumeration('A', 'X'))];
    expect(avroFormat.parse('"A"', same).canonical).toBe('"A"');
  });

  it('walks many references once, however much of each other they hold', () => {
    const count = 400;
    const references = Array.from({ length: count }, (_, index) =>
      referenceTo(
        `T${index}`,
        `{"type":"record","name":"T${index}","fields":[${index === 0 ? '' : `{"name":"x","type":"T${index - 1}"}`}]}`,
      ),
    );
    const added = vi.spyOn(Set.prototype, 'add');
    try {
      avroFormat.parse(`"T${count - 1}"`, references);
      // What walks schemas keeps a set of those it has seen.
      expect(added.mock.calls.length).toBeLessThan(20 * count);
    } finally {
      added.mockRestore();
    }
  });

  it.each([
    { schema: '', finding: { kind: 'json' } },
    {
      schema: '{"type":"record","name":"R","fields":[{"name":"a","type":"nope"}]}',
      finding: { pointer: '/fields/0/type' },
    },
  ])('refuses $schema with findings', ({ schema, finding }) => {
    expect(() => avroFormat.parse(schema)).toThrow(SchemaFormatError);
    expect(() => avroFormat.parse(schema)).toThrow(
      expect.objectContaining({ findings: [expect.objectContaining(finding)] }),
    );
  });

  it('compiles a validator of bytes', () => {
    const validate = avroFormat.compileByteValidator(record('a'));
    expect(validate(Uint8Array.from([9, 2, 9]), 1, 2)).toBeUndefined();
    expect(validate(Uint8Array.from([2, 2]), 0, 2)).toMatchObject({ kind: 'left-over' });
    expect(validate(Uint8Array.from([]), 0, 0)).toMatchObject({ kind: 'malformed', path: 'a' });
  });

  it.each([
    {
      what: 'the order of attributes and aliases aside',
      a: '{"type":"enum","name":"E","symbols":["A"],"x":{"1":1,"b":2},"aliases":["B","C"]}',
      b: '{"aliases":["C","B"],"x":{"b":2,"1":1},"symbols":["A"],"name":"E","type":"enum"}',
      isEqual: true,
    },
    {
      what: 'to the last digit of a default',
      a: '{"type":"record","name":"R","fields":[{"name":"a","type":"long","default":9007199254740993}]}',
      b: '{"type":"record","name":"R","fields":[{"name":"a","type":"long","default":9007199254740992}]}',
      isEqual: false,
    },
    {
      what: 'a fraction and an integer apart, as Java does',
      a: '{"type":"record","name":"R","fields":[{"name":"a","type":"double","default":1.0}]}',
      b: '{"type":"record","name":"R","fields":[{"name":"a","type":"double","default":1}]}',
      isEqual: false,
    },
    { what: 'the order of symbols included', a: enumeration('E', 'A'), b: enumeration('E', 'B'), isEqual: false },
  ])('compares schemas, $what', ({ a, b, isEqual }) => {
    expect(avroFormat.areEquivalent(avroFormat.parse(a), avroFormat.parse(b))).toBe(isEqual);
  });

  it('says what to change where a schema is incompatible', () => {
    expect(avroFormat.checkCompatibility(record('a', 'b'), record('a'))).toMatchObject([
      {
        path: '/fields/1',
        message: 'b',
        details: {
          valuePath: 'b',
          reader: { kind: 'record', name: 'R' },
          fix: { reader: expect.stringContaining('give field b of R a default') },
        },
      },
    ]);
  });

  it('warns of values that look different, without a verdict', () => {
    const [from, to] = ['["null","int"]', '["null","int","long"]'].map((schema) => avroFormat.parse(schema));
    if (from === undefined || to === undefined) throw new Error('there are two');
    expect(checkLevel(avroFormat, 'FULL', to, [from])).toMatchObject([{ candidateIs: 'writer' }]);
    expect(checkLevel(avroFormat, 'BACKWARD', to, [from])).toEqual([]);
    expect(avroFormat.findWarnings?.(from, to)).toMatchObject([
      { type: 'UNION_SHAPE_CHANGE', valuePath: '', fix: expect.stringContaining('leave long out') },
    ]);
  });

  it('words an incompatibility as Confluent does', () => {
    const [finding] = avroFormat.checkCompatibility(record('a', 'b'), record('a'));
    if (finding === undefined) throw new Error('they are compatible');
    expect(avroFormat.describeIncompatibility(finding, 'new', 'old')).toBe(
      "{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field 'b' at path '/fields/1' in the new " +
        "schema has no default value and is missing in the old schema', additionalInfo:'b'}",
    );
  });
});

describe('checkLevel', () => {
  // Each row: what the candidate is to the newest version, and to the oldest.
  const older = record('a', 'b');
  const newest = record('a', 'b?');
  const cases: readonly {
    what: string;
    candidate: ReturnType<typeof record>;
    refusedAt: readonly CompatibilityLevel[];
  }[] = [
    { what: 'the same', candidate: record('a', 'b?'), refusedAt: [] },
    {
      what: 'a field added without default',
      candidate: record('a', 'b?', 'c'),
      refusedAt: ['BACKWARD', 'BACKWARD_TRANSITIVE', 'FULL', 'FULL_TRANSITIVE'],
    },
    {
      what: 'a field removed that only the oldest needs',
      candidate: record('a'),
      refusedAt: ['FORWARD_TRANSITIVE', 'FULL_TRANSITIVE'],
    },
  ];

  it.each(cases)('refuses $what at $refusedAt', ({ candidate, refusedAt }) => {
    const refused = COMPATIBILITY_LEVEL_NAMES.filter(
      (level) => checkLevel(avroFormat, level, candidate, [newest, older]).length > 0,
    );
    expect(refused.toSorted()).toEqual(refusedAt.toSorted());
  });

  it('says which earlier schema objects, and as what', () => {
    const [found] = checkLevel(avroFormat, 'FULL_TRANSITIVE', record('a'), [newest, older]);
    expect(found).toMatchObject({ index: 1, candidateIs: 'writer', finding: { message: 'b' } });
  });

  it('refuses another schema type, but for level NONE', () => {
    const other = { ...newest, type: 'JSON' as const };
    expect(checkLevel(avroFormat, 'NONE', newest, [other])).toEqual([]);
    expect(checkLevel(avroFormat, 'FORWARD', newest, [other])).toMatchObject([
      { finding: { message: 'Incompatible because of different schema type' } },
    ]);
  });
});

describe('createFormats', () => {
  it('finds formats by type', async () => {
    const formats = createFormats([avroFormat]);
    expect(formats.types).toEqual(['AVRO']);
    expect(await formats.find('AVRO')).toBe(avroFormat);
    expect(await formats.find('JSON')).toBeUndefined();
    await expect(formats.require('XML')).rejects.toThrow('Invalid schema type XML');
  });

  it('loads a format when it is first asked for, once, and again after a failure', async () => {
    let loads = 0;
    const load = async () => {
      if (loads++ === 0) throw new Error('not now');
      return avroFormat;
    };
    const formats = createFormats([{ type: 'AVRO', load }]);
    expect(formats.types).toEqual(['AVRO']);
    expect(loads).toBe(0);
    await expect(formats.find('AVRO')).rejects.toThrow('not now');
    expect(await Promise.all([formats.find('AVRO'), formats.require('AVRO')])).toEqual([avroFormat, avroFormat]);
    expect(loads).toBe(2);
  });
});

describe('normalize and render', () => {
  const User = { name: 'n.User', subject: 'user', version: 1, schema: '{"type":"record","name":"n.User","fields":[]}' };
  const text =
    '{"type":"record","name":"R","fields":[{"name":"u","type":"n.User"},{"name":"a","type":{"type":"int","z":{"y":1,"x":2},"logicalType":"date","b":2},' +
    '"aliases":["y","x"]}]}';
  const parsed = avroFormat.parse(text, [User]);

  it('puts attributes and aliases in order and leaves what references define named', () => {
    expect(avroFormat.normalize(parsed).canonical).toBe(
      '{"type":"record","name":"R","fields":[{"name":"u","type":"n.User"},{"name":"a","type":{"type":"int","logicalType":"date","b":2,"z":{"x":2,"y":1}},' +
        '"aliases":["x","y"]}]}',
    );
  });

  it('writes out what references define when resolved, and knows no other form', () => {
    expect(avroFormat.render(parsed, 'resolved')).toContain(
      '{"type":"record","name":"User","namespace":"n","fields":[]}',
    );
    expect(avroFormat.render(parsed, 'serialized')).toBeUndefined();
  });
});

describe('tags', () => {
  const User =
    '{"type":"record","name":"n.User","fields":[{"name":"ssn","type":"string","confluent:tags":["PII"]}],"confluent:tags":["U"]}';
  const text =
    '{"type":"record","name":"R","fields":[{"name":"u","type":["null","n.User"],"default":null},' +
    '{"name":"x","type":"double","default":1.0,"confluent:tags":["A"]},{"name":"next","type":["null","R"]}]}';
  const parsed = avroFormat.parse(text, [{ name: 'n.User', subject: 'user', version: 1, schema: User }]);
  const on = (entityPath: string, entityType: 'sr_field' | 'sr_record', ...tags: string[]) => ({
    schemaEntity: { entityPath, entityType },
    tags,
  });

  it('are listed in the order of the text, each type once', () => {
    expect(avroFormat.listTags?.(parsed)).toEqual([
      on('n.User', 'sr_record', 'U'),
      on('n.User.ssn', 'sr_field', 'PII'),
      on('R.x', 'sr_field', 'A'),
    ]);
  });

  it('are added, then removed, and nothing else changes', () => {
    const added = [on('R.x', 'sr_field', 'B', 'A'), on('R', 'sr_record', 'T'), on('R.next', 'sr_field', 'N')];
    const changed = avroFormat.changeTags?.(parsed, added, [on('R.x', 'sr_field', 'A'), on('R.next', 'sr_field', 'N')]);
    expect(changed).toBe(
      text.replace('["A"]', '["B"]').replace('["null","R"]}]}', '["null","R"]}],"confluent:tags":["T"]}'),
    );
    expect(parsed.canonical).toBe(text);
  });

  it.each([on('R.none', 'sr_field', 'T'), on('None', 'sr_record', 'T'), on('n.User.ssn', 'sr_field', 'T')])(
    'are refused on what the text does not define: $schemaEntity.entityPath',
    (tags) => {
      expect(() => avroFormat.changeTags?.(parsed, [tags], [])).toThrow(
        `No matching path '${tags.schemaEntity.entityPath}' found in the schema`,
      );
    },
  );
});

describe('findCompatibilityLevel', () => {
  it.each([
    ['full', 'FULL'],
    ['Backward_Transitive', 'BACKWARD_TRANSITIVE'],
    ['toString', undefined],
    ['', undefined],
  ])('reads %s as %s', (name, level) => {
    expect(findCompatibilityLevel(name)).toBe(level);
  });
});
