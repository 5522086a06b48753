import { describe, expect, it } from 'vitest';
import {
  diffContent,
  importContent,
  openRemoteContent,
  pushContent,
  sortContent,
  toContent,
  TransferError,
} from '../src/transfer/index.ts';
import type { RegistryContent } from '../src/transfer/index.ts';
import { createOldRegistry } from './old-registry.ts';
import { associate, enumOf, fill, formats, openRegistry } from './transfer-content.ts';
import type { OpenedRegistry } from './transfer-content.ts';

const remote = (fetch: typeof globalThis.fetch) => openRemoteContent({ url: 'http://registry', fetch });

async function openFilled(): Promise<OpenedRegistry & { content: RegistryContent }> {
  const opened = openRegistry();
  await fill(opened.registry);
  return { ...opened, content: toContent(await opened.store.readContent()) };
}

/** A registry that cannot be reached any more after so many writes. */
function dieAfter(fetch: typeof globalThis.fetch, writes: number): typeof globalThis.fetch {
  let left = writes;
  return async (input, init) => {
    const isWrite = init?.method === 'POST' || init?.method === 'DELETE';
    if (isWrite && left-- <= 0) throw new Error('the cable was pulled');
    return fetch(input, init);
  };
}

async function problemsOf(run: Promise<unknown>): Promise<readonly string[]> {
  const error: unknown = await run.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (error instanceof TransferError) return error.problems;
  throw new Error('it was not refused as it should be', { cause: error });
}

describe('a registry read by its REST API', () => {
  it('is all that is in its store, but for ids that were retired', async () => {
    const { fetch, content, registry, store } = await openFilled();
    await associate(registry);
    const withAssociations = toContent(await store.readContent());
    const read = sortContent(await remote(fetch).readContent());
    expect(read).toEqual({ ...sortContent(withAssociations), retired: [] });
    expect(read.versions).toHaveLength(content.versions.length);
  });

  it('counts what it reads', async () => {
    const { fetch, content } = await openFilled();
    const seen: [number, number][] = [];
    await remote(fetch).readContent({ onProgress: (done, total) => seen.push([done, total]) });
    expect(seen[0]).toEqual([0, content.versions.length]);
    expect(seen.at(-1)).toEqual([content.versions.length, content.versions.length]);
  });

  it('is refused where no registry answers', async () => {
    const page: typeof globalThis.fetch = async () => Response.json({ hello: 'world' });
    expect(await problemsOf(remote(page).readContent())).toEqual([
      expect.stringContaining('is this the URL of a schema registry?'),
    ]);
  });
});

describe('a registry written by its REST API', () => {
  it('has everything under the same ids and versions, in the same modes', async () => {
    const { fetch, content } = await openFilled();
    const target = openRegistry();
    const source = await remote(fetch).readContent();
    const result = await pushContent(source, remote(target.fetch), { formats });
    expect(result).toMatchObject({
      schemas: content.schemas.length,
      versions: content.versions.length,
      differences: [],
    });
    const arrived = toContent(await target.store.readContent());
    expect(await diffContent(content, arrived, formats)).toEqual([]);
    expect(await target.registry.readMode()).toBe('READWRITE');
    expect(await target.registry.readMode('machine')).toBe('READONLY');
    expect(await pushContent(source, remote(target.fetch), { formats })).toMatchObject({
      schemas: 0,
      versions: 0,
      settings: 0,
    });
  });

  it('is gone on with wherever it was broken off, and open to others in between', async () => {
    const { content } = await openFilled();
    const target = openRegistry();
    for (let writes = 1; ; writes++) {
      const attempt = pushContent(content, remote(dieAfter(target.fetch, 2)), { formats });
      const ended = await attempt.then(
        () => true,
        (error: unknown) => {
          expect(String(error)).toContain('the cable was pulled');
          return false;
        },
      );
      if (ended) break;
      expect(writes).toBeLessThan(30);
    }
    expect(await diffContent(content, toContent(await target.store.readContent()), formats)).toEqual([]);
    expect(await target.registry.readMode()).toBe('READWRITE');
  });

  it('keeps what it has more', async () => {
    const { content } = await openFilled();
    const target = openRegistry();
    await target.registry.updateMode('IMPORT');
    const own = { schemaType: 'AVRO', schema: enumOf(70), references: [], id: 500, version: 1 };
    await target.registry.registerSchema('own', own);
    await target.registry.updateMode('READWRITE');
    expect(await pushContent(content, remote(target.fetch), { formats })).toMatchObject({ differences: [] });
    expect(await target.registry.readVersion('own', 1)).toMatchObject({ id: 500 });
  });

  it('is left as it was when something is in the way, and in a dry run', async () => {
    const { content } = await openFilled();
    const target = openRegistry();
    expect(await pushContent(content, remote(target.fetch), { formats, dryRun: true })).toMatchObject({
      schemas: content.schemas.length,
    });
    expect((await target.store.readHead()).revision).toBe(0);
    await target.registry.registerSchema('own', { schemaType: 'AVRO', schema: enumOf(70), references: [] });
    const before = await target.store.readContent();
    const problems = await problemsOf(pushContent(content, remote(target.fetch), { formats }));
    expect(problems).toEqual([expect.stringContaining('id 1 (machine) is another one in the target')]);
    expect(await target.store.readContent()).toEqual(before);
  });

  it('says which associations are not brought over', async () => {
    const { registry, store } = await openFilled();
    await associate(registry);
    const content = toContent(await store.readContent());
    const target = openRegistry();
    expect(await pushContent(content, remote(target.fetch), { formats })).toMatchObject({ associationsLeft: 1 });
  });
});

describe('a registry without contexts, guids and modes', () => {
  const person = '{"type": "record", "name": "P", "fields": [{"name": "n", "type": "string"}]}';

  it('is read, and brought over with its ids', async () => {
    const old = createOldRegistry([
      { subject: 'people', version: 1, id: 5, schema: person },
      { subject: 'people', version: 2, id: 9, schema: enumOf(1), deleted: true },
      { subject: 'web', version: 1, id: 6, schema: '{"type":"object"}', schemaType: 'JSON' },
      {
        subject: 'teams',
        version: 3,
        id: 12,
        schema: '{"type": "array", "items": "P"}',
        references: [{ name: 'P', subject: 'people', version: 1 }],
      },
    ]);
    const content = await remote(old.fetch).readContent();
    expect(sortContent(content)).toMatchObject({
      contexts: [{ context: '.', nextId: 13 }],
      settings: [{ scope: 'people', settings: { config: { compatibilityLevel: 'FULL' } } }],
      associations: undefined,
    });
    const { store, registry } = openRegistry();
    await importContent(content, { store, formats });
    expect(await registry.readSchema(12)).toMatchObject({ schema: { schema: '{"type":"array","items":"P"}' } });
    expect(await registry.listVersions('people', { deleted: true })).toMatchObject([
      { version: 1, id: 5, deleted: false },
      { version: 2, id: 9, deleted: true },
    ]);
    expect(await diffContent(content, toContent(await store.readContent()), formats)).toEqual([]);
    // The same schema, sent by a client, is known.
    const known = { schemaType: 'AVRO', schema: person, references: [] };
    expect(await registry.registerSchema('people', known)).toMatchObject({ id: 5, version: 1 });
  });

  it('cannot be written to, and is left as it was', async () => {
    const { content } = await openFilled();
    const old = createOldRegistry([]);
    const problems = await problemsOf(pushContent(content, remote(old.fetch), { formats }));
    expect(problems).toEqual([expect.stringContaining('cannot be put in mode IMPORT')]);
    expect(old.writes).toBe(0);
  });
});
