import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { describeRequiring } from '../../../test/requirements.ts';
import type { Store } from '../src/index.ts';
import { diffContent, importContent, sortContent, toContent, TransferError } from '../src/transfer/index.ts';
import type { RegistryContent } from '../src/transfer/index.ts';
import { usePostgres, useStores } from './open-stores.ts';
import { associate, enumOf, fill, formats, openRegistry, readFile, writeFile } from './transfer-content.ts';

async function makeContent(): Promise<RegistryContent> {
  const { store, registry } = openRegistry();
  await fill(registry);
  await associate(registry);
  return toContent(await store.readContent());
}

const read = async (store: Store) => sortContent(toContent(await store.readContent()));

async function problemsOf(run: Promise<unknown>): Promise<readonly string[]> {
  const error: unknown = await run.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (error instanceof TransferError) return error.problems;
  throw new Error('it was not refused as it should be', { cause: error });
}

describe('a file of a registry', () => {
  it('holds everything, and one registry has one file', async () => {
    const content = await makeContent();
    const file = writeFile(content);
    expect(await readFile(file)).toEqual(sortContent(content));
    expect(writeFile(await readFile(file))).toEqual(file);
    const shuffled = { ...content, schemas: content.schemas.toReversed(), versions: content.versions.toReversed() };
    expect(writeFile(shuffled)).toEqual(file);
  });

  it('can be read in pieces of any size', async () => {
    const file = writeFile(await makeContent());
    const pieces = Array.from({ length: file.length }, (_, at) => file.subarray(at, at + 1));
    const { readContentFile } = await import('../src/transfer/index.ts');
    expect((await readContentFile(pieces)).content).toEqual(await readFile(file));
  });

  it('is refused when one byte of it is another, or the end is missing', async () => {
    const file = writeFile(await makeContent());
    const damage = fc.record({ at: fc.nat(file.length - 1), by: fc.integer({ min: 1, max: 255 }), cut: fc.boolean() });
    const law = fc.asyncProperty(damage, async ({ at, by, cut }) => {
      const damaged = cut ? file.slice(0, at) : file.with(at, ((file[at] ?? 0) ^ by) & 255);
      expect(await problemsOf(readFile(damaged))).toHaveLength(1);
    });
    await fc.assert(law, { numRuns: 300 });
  });

  const cases = [
    { name: 'nothing', text: '', says: 'the file is empty' },
    { name: 'another format', text: '{"format":"x"}\n', says: 'line 1 of the file is no header' },
    { name: 'a later version', text: '{"format":"sluice-registry","formatVersion":2}\n', says: 'of version 2' },
    { name: 'no JSON', text: 'hello\n', says: 'line 1 of the file is no JSON' },
    {
      name: 'an unknown part',
      text: '{"format":"sluice-registry","formatVersion":1}\n{"x":1}\n',
      says: 'line 2 of the file is none of contexts',
    },
    {
      name: 'a version without an id',
      text: '{"format":"sluice-registry","formatVersion":1}\n{"versions":{"subject":"s","version":1}}\n',
      says: 'line 2 of the file (versions) has no id',
    },
  ];
  for (const { name, text, says } of cases) {
    it(`of ${name} is refused in words`, async () => {
      expect((await problemsOf(readFile(new TextEncoder().encode(text))))[0]).toContain(says);
    });
  }
});

function describeImport(name: string, open: () => Promise<{ store: Store }>): void {
  describe(`an import into ${name}`, () => {
    it('puts everything where it was, and nothing the second time', async () => {
      const content = await makeContent();
      const { store } = await open();
      const first = await importContent(content, { store, formats, batchSize: 2 });
      expect(first).toMatchObject({ schemas: content.schemas.length, versions: content.versions.length });
      expect(await read(store)).toEqual(sortContent(content));
      const { revision } = await store.readHead();
      expect(await importContent(content, { store, formats })).toMatchObject({ schemas: 0, versions: 0, settings: 0 });
      expect((await store.readHead()).revision).toBe(revision);
    });

    it('goes on where it was broken off, between any two commits', async () => {
      const content = await makeContent();
      const { store } = await open();
      for (let ended = false, runs = 0; !ended; runs++) {
        const broken = breakAfter(store, 1);
        ended = await importContent(content, { store: broken, formats, batchSize: 1 }).then(
          () => true,
          () => false,
        );
        // What is there so far is a registry: no version without its schema, no reference to nothing.
        const now = await store.readContent();
        const ids = new Set(now.schemas.map(({ context, id }) => `${context} ${id}`));
        for (const { subject, id } of now.versions) {
          expect(ids).toContain(`${subject.startsWith(':.plant:') ? '.plant' : '.'} ${id}`);
        }
        if (now.schemas.some(({ references }) => references.length > 0)) {
          expect(now.versions.some(({ subject }) => subject === 'machine')).toBe(true);
        }
        expect(runs).toBeLessThan(30);
      }
      expect(await read(store)).toEqual(sortContent(content));
    });
  });
}

const stores = useStores();
describeImport('memory', stores.memory);
describeImport('SQLite', stores.sqlite);
describeRequiring(['postgres'], 'with a PostgreSQL server', () => {
  const postgres = usePostgres();
  describeImport('PostgreSQL', () => postgres.open());
});

/** A store whose process dies after so many commits. */
function breakAfter(store: Store, commits: number): Store {
  let left = commits;
  return {
    ...store,
    async commit(revision, changes) {
      if (left-- === 0) throw new Error('killed');
      return store.commit(revision, changes);
    },
  };
}

describe('an import', () => {
  it('names no id twice afterwards', async () => {
    const content = await makeContent();
    const { store, registry } = openRegistry();
    await importContent(content, { store, formats });
    const { nextId = 0 } = content.contexts.find(({ context }) => context === '.') ?? {};
    const ids = new Set(content.schemas.map(({ id }) => id));
    await registry.updateConfig({ compatibilityLevel: 'NONE' }, 'new');
    const { id } = await registry.registerSchema('new', { schemaType: 'AVRO', schema: enumOf(50), references: [] });
    expect(id).toBe(nextId);
    expect(Math.max(...ids)).toBeLessThan(nextId - 1);
  });

  it('goes on when another writer comes between', async () => {
    const content = await makeContent();
    const { store } = openRegistry();
    const other = openRegistry(store);
    let commits = 0;
    const raced: Store = {
      ...store,
      async commit(revision, changes) {
        if (++commits === 3) await other.registry.updateConfig({ compatibilityLevel: 'FULL' }, 'elsewhere');
        return store.commit(revision, changes);
      },
    };
    await importContent(content, { store: raced, formats, batchSize: 2 });
    const settings = (await read(store)).settings.filter(({ scope }) => scope !== 'elsewhere');
    expect({ ...(await read(store)), settings }).toEqual(sortContent(content));
  });

  it('tries everything out, and writes nothing', async () => {
    const { store } = openRegistry();
    const content = await makeContent();
    const result = await importContent(content, { store, formats, dryRun: true });
    expect(result).toMatchObject({ schemas: content.schemas.length, associations: 1 });
    expect((await store.readHead()).revision).toBe(0);
  });

  it('names every conflict, and writes nothing', async () => {
    const content = await makeContent();
    const { store, registry } = openRegistry();
    const text = (n: number) => ({ schemaType: 'AVRO', schema: enumOf(n), references: [] });
    await registry.updateConfig({ compatibilityLevel: 'NONE' });
    await registry.registerSchema('other', text(80));
    await registry.registerSchema('other', text(0));
    await registry.registerSchema('many', text(81));
    await registry.registerSchema('machine', { ...text(0), schema: '"int"' });
    await registry.deleteVersion('machine', 1);
    const before = await store.readContent();
    const problems = await problemsOf(importContent(content, { store, formats }));
    expect(problems).toEqual([
      expect.stringMatching(/^the config of the default context is .*"NONE".* here and .*"FORWARD".* there$/),
      'id 1 of context . is another schema here',
      'id 2 of context . is another schema here',
      'id 3 of context . is another schema here',
      'id 4 of context . is another schema here',
      'machine version 1 has id 4 here and 1 there',
    ]);
    expect(await store.readContent()).toEqual(before);
  });

  it('refuses what it cannot read, and versions of nothing', async () => {
    const { store } = openRegistry();
    const content: RegistryContent = {
      contexts: [],
      retired: [],
      settings: [],
      associations: [],
      schemas: [
        { context: '.', id: 1, schemaType: 'AVRO', schema: '{"type":"strin"}', references: [] },
        { context: '.', id: 2, schemaType: 'XML', schema: '<a/>', references: [] },
      ],
      versions: [
        { subject: 'a', version: 1, id: 1, deleted: false },
        { subject: 'b', version: 1, id: 9, deleted: false },
      ],
    };
    const problems = await problemsOf(importContent(content, { store, formats }));
    expect(problems).toHaveLength(4);
    expect(problems[0]).toContain('schema 1 of context . (a version 1) cannot be read');
    expect(problems[1]).toContain('schema 2 of context . (no version) cannot be read');
    expect(problems[3]).toBe('b version 1 names schema 9, which does not come with it');
  });

  it('keeps both ids of one schema in two texts', async () => {
    const { store, registry } = openRegistry();
    const schema = (id: number, text: string) =>
      ({ context: '.', id, schemaType: 'AVRO', schema: text, references: [] }) as const;
    const versions = [1, 2].map((id) => ({ subject: 's', version: id, id, deleted: false }));
    const empty = { contexts: [], retired: [], settings: [], associations: [] };
    const content = { ...empty, schemas: [schema(1, '"string"'), schema(2, '{ "type": "string" }')], versions };
    await importContent(content, { store, formats });
    expect((await registry.readSchema(1)).schema.schema).toBe('"string"');
    expect((await registry.readSchema(2)).schema.schema).toBe('{ "type": "string" }');
  });
});

describe('a difference', () => {
  const of = async (change: (content: RegistryContent) => RegistryContent) => {
    const content = await makeContent();
    return diffContent(content, change(content), formats);
  };

  it('is none between a registry and itself', async () => {
    expect(await of((same) => same)).toEqual([]);
    const { store } = await stores.sqlite();
    const content = await makeContent();
    await importContent(content, { store, formats });
    expect(await diffContent(content, toContent(await store.readContent()), formats)).toEqual([]);
  });

  it('is none where schemas differ in spaces, order of members and times alone', async () => {
    const spaced = await of((content) => ({
      ...content,
      schemas: content.schemas.map((schema) => ({
        ...schema,
        guid: '',
        schema: schema.schemaType === 'AVRO' ? JSON.stringify(JSON.parse(schema.schema), null, 4) : schema.schema,
      })),
      versions: content.versions.map((version) => ({ ...version, createdAtMs: 0 })),
    }));
    expect(spaced).toEqual([]);
  });

  const cases: { name: string; change: (content: RegistryContent) => RegistryContent; is: object }[] = [
    {
      name: 'a schema that is another one',
      change: (content) => ({
        ...content,
        schemas: content.schemas.map((each) =>
          each.id === 3 && each.context === '.' ? { ...each, schema: enumOf(70) } : each,
        ),
      }),
      is: { kind: 'schema', change: 'differs', what: 'id 3 (many)' },
    },
    {
      name: 'a version that is missing',
      change: (content) => ({ ...content, versions: content.versions.filter(({ subject }) => subject !== 'site') }),
      is: { kind: 'version', change: 'onlyInA', what: 'site version 1' },
    },
    {
      name: 'a version that is deleted',
      change: (content) => ({
        ...content,
        versions: content.versions.map((each) => (each.subject === 'site' ? { ...each, deleted: true } : each)),
      }),
      is: { kind: 'version', change: 'differs', what: 'site version 1', a: 'id 8', b: 'id 8, deleted' },
    },
    {
      name: 'a mode',
      change: (content) => ({ ...content, settings: content.settings.filter(({ scope }) => scope !== 'machine') }),
      is: { kind: 'mode', change: 'onlyInA', what: 'machine' },
    },
    {
      name: 'a config that there is more',
      change: (content) => ({ ...content, settings: [...content.settings, { scope: 'x', settings: { config: {} } }] }),
      is: { kind: 'config', change: 'onlyInB', what: 'x' },
    },
    {
      name: 'an association',
      change: (content) => ({ ...content, associations: [] }),
      is: { kind: 'association', change: 'onlyInA' },
    },
  ];
  for (const { name, change, is } of cases) {
    it(`is ${name}`, async () => expect(await of(change)).toMatchObject([is]));
  }
});
