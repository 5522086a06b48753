import { describe, expect, it } from 'vitest';
import { AvroError, fingerprint, formatSchema, parseSchema, toCanonicalForm } from '@sluice/avro';
import type { JsonValue, ParseFinding, RecordSchema } from '@sluice/avro';
import { toHex } from './hex.ts';

function findingsOf(source: JsonValue): readonly ParseFinding[] {
  try {
    parseSchema(source);
    return [];
  } catch (error) {
    if (error instanceof AvroError) return error.findings as readonly ParseFinding[];
    throw error;
  }
}

const record = (...fields: JsonValue[]): JsonValue => ({ type: 'record', name: 'R', fields });

describe('parseSchema refuses', () => {
  const cases: readonly [name: string, source: JsonValue, kind: ParseFinding['kind'], pointer: string][] = [
    ['a bare word', 'int', 'json', '1:1'],
    ['a trailing comma', '{"type":"record",\n "fields":[],}', 'json', '2:14'],
    ['text after the schema', '"int" "int"', 'json', '1:7'],
    ['a string that does not end', '["int', 'json', '1:2'],
    ['nesting beyond the stack', '['.repeat(1_000_000), 'limit', '1:1001'],
    ['null', 'null', 'shape', ''],
    ['an object without a type', { name: 'X' }, 'shape', ''],
    ['a type that is no name', { type: ['null', 'int'] }, 'shape', ''],
    ['an array without items', { type: 'array' }, 'shape', ''],
    ['a record without fields', { type: 'record', name: 'R' }, 'shape', ''],
    ['an unnamed record', { type: 'record', fields: [] }, 'shape', ''],
    ['a bad name', { type: 'record', name: 'a-b', fields: [] }, 'name', '/name'],
    ['a bad namespace', { type: 'enum', name: 'E', namespace: 'a.1b', symbols: [] }, 'name', '/name'],
    ['the name of a primitive', { type: 'record', name: 'int', fields: [] }, 'name', '/name'],
    ['a bad field name', record({ name: 'a b', type: 'int' }), 'name', '/fields/0/name'],
    ['a field without a type', record({ name: 'a' }), 'shape', '/fields/0'],
    [
      'a field that stands twice',
      record({ name: 'a', type: 'int' }, { name: 'a', type: 'int' }),
      'duplicate',
      '/fields/1/name',
    ],
    ['aliases that are no array', record({ name: 'a', type: 'int', aliases: 'b' }), 'shape', '/fields/0/aliases'],
    ['an order nobody knows', record({ name: 'a', type: 'int', order: 'up' }), 'shape', '/fields/0/order'],
    ['an unknown type', record({ name: 'a', type: 'S' }), 'reference', '/fields/0/type'],
    ['an inherited key as a type', record({ name: 'a', type: 'constructor' }), 'reference', '/fields/0/type'],
    ['a symbol that stands twice', { type: 'enum', name: 'E', symbols: ['A', 'A'] }, 'duplicate', '/symbols/1'],
    [
      'an enum default that is no symbol',
      { type: 'enum', name: 'E', symbols: ['A'], default: 'B' },
      'default',
      '/default',
    ],
    ['a negative size', { type: 'fixed', name: 'F', size: -1 }, 'shape', ''],
    ['a size in words', { type: 'fixed', name: 'F', size: '4' }, 'shape', ''],
    ['a size written as a fraction', '{"type":"fixed","name":"F","size":4.0}', 'shape', ''],
    ['a union in a union', ['null', ['int']], 'shape', '/1'],
    ['a branch that stands twice', ['int', { type: 'int', logicalType: 'date' }], 'duplicate', '/1'],
    ['a default of another type', record({ name: 'a', type: 'int', default: 1.5 }), 'default', '/fields/0/default'],
    [
      'a null default of a string',
      record({ name: 'a', type: 'string', default: null }),
      'default',
      '/fields/0/default',
    ],
    [
      'a bad item of a default',
      record({ name: 'a', type: { type: 'array', items: 'int' }, default: [1, 'x'] }),
      'default',
      '/fields/0/default/1',
    ],
    [
      'a default whose digits a number may have lost',
      record({ name: 'a', type: 'long', default: 2 ** 53 }),
      'default',
      '/fields/0/default',
    ],
    [
      'digits that a fraction loses',
      '{"type":"record","name":"R","fields":[{"name":"a","type":"long","default":9007199254740993.0}]}',
      'default',
      '/fields/0/default',
    ],
    [
      'a default beyond 64 bits',
      '{"type":"record","name":"R","fields":[{"name":"a","type":"long","default":9223372036854775808}]}',
      'default',
      '/fields/0/default',
    ],
    [
      'two definitions of a name',
      [record(), { type: 'map', values: { type: 'fixed', name: 'R', size: 1 } }],
      'duplicate',
      '/1/values',
    ],
  ];
  it.each(cases)('%s', (_name, source, kind, pointer) => {
    expect(findingsOf(source)[0]).toMatchObject({ kind, pointer });
  });

  it('all that is wrong at once', () => {
    const source = record({ name: '1', type: 'int' }, { name: 'b' }, { name: 'c', type: 'S' });
    expect(findingsOf(source).map(({ pointer }) => pointer)).toEqual(['/fields/0/name', '/fields/1', '/fields/2/type']);
  });

  it('a value that nests for ever', () => {
    const loop: Record<string, JsonValue> = { type: 'array' };
    loop['items'] = loop;
    expect(findingsOf(loop)[0]).toMatchObject({ kind: 'limit' });
  });

  it('a chain of references longer than any stack', () => {
    const chain = Array.from({ length: 5000 }, (_, index) => ({
      type: 'record',
      name: `C${index}`,
      fields: [{ name: 'next', type: index === 4999 ? 'int' : `C${index + 1}` }],
    }));
    expect(findingsOf(chain)[0]).toMatchObject({ kind: 'limit' });
  });
});

describe('parseSchema', () => {
  it('reads the words for what JSON has no number for as defaults of floats and doubles', () => {
    const text =
      '{"type":"record","name":"R","fields":[{"name":"a","type":"float","default":"NaN"},' +
      '{"name":"b","type":{"type":"double"},"default":"-Infinity"}]}';
    const schema = parseSchema(text);
    expect(schema).toMatchObject({ fields: [{ default: Number.NaN }, { default: Number.NEGATIVE_INFINITY }] });
    expect(parseSchema(formatSchema(schema))).toEqual(schema);
    expect(findingsOf(record({ name: 'a', type: ['float'], default: 'NaN' }))).toHaveLength(1);
  });

  it('makes a recursive type the same object again', () => {
    const list = parseSchema(
      '{"type":"record","name":"n.L","fields":[{"name":"next","type":["null","L"]}]}',
    ) as RecordSchema;
    const next = list.fields[0]?.schema;
    expect(next?.type === 'union' && next.branches[1]).toBe(list);
  });

  it('resolves names in their namespace, before and after their definition', () => {
    const schema = parseSchema({
      type: 'record',
      name: 'a.R',
      fields: [
        { name: 'early', type: 'E' },
        { name: 'late', type: { type: 'enum', name: 'E', symbols: ['X'] } },
        { name: 'again', type: 'a.E' },
      ],
    });
    expect(toCanonicalForm(schema)).toBe(
      '{"name":"a.R","type":"record","fields":[{"name":"early","type":{"name":"a.E","type":"enum","symbols":["X"]}},' +
        '{"name":"late","type":"a.E"},{"name":"again","type":"a.E"}]}',
    );
  });

  it('takes names from referenced schemas and what they reach', () => {
    const money = parseSchema({
      type: 'record',
      name: 'p.Money',
      fields: [{ name: 'unit', type: { type: 'enum', name: 'Unit', symbols: ['EUR'] } }],
    });
    const price = parseSchema(
      {
        type: 'record',
        name: 'Price',
        fields: [
          { name: 'm', type: 'p.Money' },
          { name: 'u', type: 'p.Unit' },
        ],
      },
      { references: [money] },
    );
    expect((price as RecordSchema).fields[0]?.schema).toBe(money);
    expect(formatSchema(price, { references: [money] })).toBe(
      '{"type":"record","name":"Price","fields":[{"name":"m","type":"p.Money"},{"name":"u","type":"p.Unit"}]}',
    );
  });

  it('keeps what the specification does not name, and writes it back', () => {
    const text =
      '{"type":"record","name":"R","namespace":"n","doc":"d","fields":[{"name":"t","type":{"type":"long","logicalType":' +
      '"timestamp-millis"},"doc":"f","default":9007199254740993,"order":"ignore","aliases":["u"],"__proto__":{"x":1}}],' +
      '"constructor":[1,null],"aliases":["Q","m.P"]}';
    const schema = parseSchema(text);
    expect(formatSchema(schema)).toBe(text);
    expect((schema as RecordSchema).aliases).toEqual(['n.Q', 'm.P']);
    expect(Object.getPrototypeOf((schema as RecordSchema).fields[0]?.props)).toBe(Object.prototype);
  });

  it('reads comments and the last of a key given twice, as Java does', () => {
    expect(toCanonicalForm(parseSchema('/* a */ {"type":"fixed", "name":"F", "name":"G", // b\n "size":3}'))).toBe(
      '{"name":"G","type":"fixed","size":3}',
    );
  });

  it.each(['"int" // c', '"int" /* c */', '{"type":"int"}\n// c\n'])(
    'refuses a comment behind the schema: %j',
    (text) => {
      expect(() => parseSchema(text)).toThrow(/unexpected text after the value/);
    },
  );
});

describe('canonical form and fingerprints', () => {
  // Apache Avro for Java 1.12.1 gave these.
  const cases: readonly [text: string, canonical: string, crc64: string, md5: string][] = [
    ['[]', '[]', 'eec6e173d23fb9d1', 'd751713988987e9331980363e24189ce'],
    [
      '{"type":"bytes","logicalType":"decimal","precision":4,"scale":2}',
      '"bytes"',
      '4fc016dac3201965',
      'b462f06cb909be57c85008867784cde6',
    ],
    [
      '{"type":"record","name":"p.L","fields":[{"name":"n","type":["null",{"type":"array","items":"p.L"}]}]}',
      '{"name":"p.L","type":"record","fields":[{"name":"n","type":["null",{"type":"array","items":"p.L"}]}]}',
      '26b01fdc3902cde6',
      '445a8bb1dcae7330e4742d5950685fda',
    ],
  ];
  it.each(cases)('%s', (text, canonical, crc64, md5) => {
    const schema = parseSchema(text);
    expect(toCanonicalForm(schema)).toBe(canonical);
    expect(toHex(fingerprint(schema, 'CRC-64-AVRO').toReversed())).toBe(crc64);
    expect(toHex(fingerprint(schema, 'MD5'))).toBe(md5);
    expect(fingerprint(schema, 'SHA-256')).toHaveLength(32);
  });
});
