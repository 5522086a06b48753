import { describe, expect, it } from 'vitest';
import { importContent, readSchemasTopic, sortContent } from '../src/transfer/index.ts';
import type { RegistryContent, SchemasTopic } from '../src/transfer/index.ts';
import { enumOf, formats, openRegistry } from './transfer-content.ts';

type Pair = readonly [key: object | string, value: object | string | null];

const schemaKey = (subject: string, version: number, magic = 1) => ({ keytype: 'SCHEMA', subject, version, magic });
const schema = (subject: string, version: number, id: number, more: object = {}): Pair => [
  schemaKey(subject, version),
  { subject, version, id, schema: enumOf(id), deleted: false, ...more },
];
const config = (subject: string | null, level: string | null): Pair => [
  { keytype: 'CONFIG', subject, magic: 0 },
  level === null ? null : { subject, compatibilityLevel: level },
];
const mode = (subject: string | null, name: string | null): Pair => [
  { keytype: 'MODE', subject, magic: 0 },
  name === null ? null : { subject, mode: name },
];
const deleteSubject = (subject: string, version: number): Pair => [
  { keytype: 'DELETE_SUBJECT', subject, magic: 0 },
  { subject, version },
];
const clearSubject = (subject: string | null): Pair => [{ keytype: 'CLEAR_SUBJECT', subject, magic: 0 }, { subject }];
const tombstone = (subject: string, version: number): Pair => [schemaKey(subject, version), null];

const encode = (part: object | string | null) =>
  part === null ? undefined : new TextEncoder().encode(typeof part === 'string' ? part : JSON.stringify(part));

function replay(records: readonly Pair[]): SchemasTopic {
  const topic = readSchemasTopic();
  for (const [offset, [key, value]] of records.entries()) {
    topic.add({ offset, timestampMs: 1000 + offset, key: encode(key), value: encode(value) });
  }
  return topic;
}

const versionsOf = ({ versions }: RegistryContent) =>
  versions.map(({ subject, version, id, deleted }) => `${subject}/${version}=${id}${deleted ? ' deleted' : ''}`);

const cases: { name: string; records: readonly Pair[]; versions: readonly string[]; more?: object; warns?: string }[] =
  [
    { name: 'nothing', records: [], versions: [] },
    { name: 'a schema', records: [schema('s', 1, 1)], versions: ['s/1=1'] },
    {
      name: 'a schema of the first magic, without a type',
      records: [[schemaKey('s', 1, 0), { subject: 's', version: 1, id: 3, schema: '"int"' }]],
      versions: ['s/1=3'],
      more: { schemas: [{ id: 3, schemaType: 'AVRO', references: [] }] },
    },
    {
      name: 'a schema with all that can be said of it',
      records: [
        schema('s', 1, 1, {
          schemaType: 'JSON',
          references: [{ name: 'r', subject: 'o', version: 2 }],
          metadata: { tags: null, properties: { a: 'b' }, sensitive: null },
          ruleSet: { migrationRules: [], domainRules: [{ name: 'x', kind: 'CONDITION', mode: 'WRITE', type: 'CEL' }] },
        }),
      ],
      versions: ['s/1=1'],
      more: {
        schemas: [
          {
            schemaType: 'JSON',
            references: [{ name: 'r', subject: 'o', version: 2 }],
            metadata: { properties: { a: 'b' } },
            ruleSet: { domainRules: [{ name: 'x', type: 'CEL', disabled: false }] },
          },
        ],
      },
    },
    {
      name: 'a version that was deleted by a record of its own',
      records: [schema('s', 1, 1), schema('s', 2, 2), schema('s', 1, 1, { deleted: true })],
      versions: ['s/1=1 deleted', 's/2=2'],
    },
    {
      name: 'a subject deleted up to a version, and a version after that',
      records: [schema('s', 1, 1), schema('s', 2, 2), deleteSubject('s', 2), schema('s', 3, 3), schema('t', 1, 1)],
      versions: ['s/1=1 deleted', 's/2=2 deleted', 's/3=3', 't/1=1'],
    },
    {
      name: 'a version that is gone for good, whose id stays used',
      records: [schema('s', 1, 1), schema('s', 2, 7), schema('s', 2, 7, { deleted: true }), tombstone('s', 2)],
      versions: ['s/1=1'],
      more: { contexts: [{ context: '.', nextId: 8 }], schemas: [{ id: 1 }] },
    },
    {
      name: 'a tombstone of what compaction took already',
      records: [tombstone('s', 1), schema('s', 2, 2)],
      versions: ['s/2=2'],
    },
    {
      name: 'an id that two subjects share while one of them goes',
      records: [schema('s', 1, 1), schema('t', 1, 1), tombstone('s', 1)],
      versions: ['t/1=1'],
      more: { schemas: [{ id: 1 }] },
    },
    {
      name: 'deleted versions cleared from one subject',
      records: [schema('s', 1, 1), schema('t', 1, 2), deleteSubject('s', 1), deleteSubject('t', 1), clearSubject('s')],
      versions: ['t/1=2 deleted'],
    },
    {
      name: 'deleted versions cleared everywhere',
      records: [
        schema('s', 1, 1),
        schema(':.c:t', 1, 2),
        schema('u', 1, 3),
        deleteSubject('s', 1),
        deleteSubject(':.c:t', 1),
        clearSubject(null),
      ],
      versions: ['u/1=3'],
    },
    {
      name: 'ids that start again in another context',
      records: [schema('s', 1, 1), schema(':.c:s', 1, 1, { schema: '"long"' })],
      versions: [':.c:s/1=1', 's/1=1'],
      more: {
        contexts: [
          { context: '.', nextId: 2 },
          { context: '.c', nextId: 2 },
        ],
      },
    },
    {
      name: 'a context in which nothing is',
      records: [
        [
          { keytype: 'CONTEXT', tenant: 'default', context: '.x', magic: 0 },
          { tenant: 'default', context: '.x' },
        ],
      ],
      versions: [],
      more: { contexts: [{ context: '.x', nextId: 1 }] },
    },
    {
      name: 'configs and modes, set again and taken back',
      records: [
        config(null, 'FULL'),
        config('s', 'NONE'),
        config('s', 'FORWARD'),
        config('t', 'NONE'),
        mode('s', 'READONLY'),
        mode(null, 'IMPORT'),
        mode(null, null),
        config('t', null),
        config(':.c:', 'BACKWARD'),
      ],
      versions: [],
      more: {
        settings: [
          { scope: '', settings: { config: { compatibilityLevel: 'FULL' } } },
          { scope: ':.c:', settings: { config: { compatibilityLevel: 'BACKWARD' } } },
          { scope: 's', settings: { config: { compatibilityLevel: 'FORWARD' }, mode: 'READONLY' } },
        ],
      },
    },
    { name: 'no operation', records: [[{ keytype: 'NOOP', magic: 0 }, null]], versions: [] },
    {
      name: 'a second schema of an id',
      records: [schema('s', 1, 1), schema('t', 1, 1, { schema: '"long"' })],
      versions: ['s/1=1'],
      warns: 'offset 1 gives id 1 to a second schema',
    },
    { name: 'another magic', records: [[schemaKey('s', 1, 9), { id: 1 }]], versions: [], warns: 'the unknown magic 9' },
    { name: 'another type', records: [[{ keytype: 'NEW' }, {}]], versions: [], warns: "the unknown type 'NEW'" },
    { name: 'no JSON', records: [['{', '{']], versions: [], warns: 'offset 0 cannot be read' },
    { name: 'no JSON object', records: [[schemaKey('s', 1), '[1]']], versions: [], warns: 'offset 0 cannot be read' },
  ];

describe('the records of _schemas', () => {
  for (const { name, records, versions, more = {}, warns } of cases) {
    it(`mean ${name}`, () => {
      const topic = replay(records);
      const content = sortContent(topic.finish());
      expect(versionsOf(content)).toEqual(versions);
      expect(content).toMatchObject(more);
      expect(topic.recordCount).toBe(records.length);
      expect(topic.warnings).toEqual(warns === undefined ? [] : [expect.stringContaining(warns)]);
    });
  }

  it('make a registry that clients find as they left it', async () => {
    const person = '{"type":"record","name":"P","fields":[]}';
    const topic = replay([
      [{ keytype: 'NOOP', magic: 0 }, null],
      schema('p', 1, 1, { schema: person }),
      schema('q', 1, 2, {
        schema: '{"type":"array","items":"P"}',
        references: [{ name: 'P', subject: 'p', version: 1 }],
      }),
      schema('old', 1, 3),
      deleteSubject('old', 1),
      config('q', 'FULL'),
    ]);
    const { store, registry } = openRegistry();
    await importContent(topic.finish(), { store, formats });
    expect(await registry.registerSchema('p', { schemaType: 'AVRO', schema: person, references: [] })).toMatchObject({
      id: 1,
      version: 1,
      createdAtMs: 1001,
    });
    expect(await registry.listSubjects()).toEqual(['p', 'q']);
    expect(await registry.listSubjects({ deleted: true })).toEqual(['old', 'p', 'q']);
    expect(await registry.readConfig('q')).toMatchObject({ compatibilityLevel: 'FULL' });
    expect(await registry.registerSchema('new', { schemaType: 'AVRO', schema: '"int"', references: [] })).toMatchObject(
      { id: 4 },
    );
  });
});
