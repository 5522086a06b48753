import { Hono } from 'hono';
import { describe, expect, it } from 'vitest';
import { describeRequiring } from '../../../test/requirements.ts';
import { createOwnRegistryApi, createRegistryApp } from '../src/http/index.ts';
import { createRegistry } from '../src/index.ts';
import type { Registry, Store } from '../src/index.ts';
import { usePostgres, useStores } from './open-stores.ts';
import { enumOf, fill, formats } from './transfer-content.ts';

const ANA = { name: 'ana', method: 'basic', address: '192.0.2.1' };
const avro = (n: number) => ({ schemaType: 'AVRO', schema: enumOf(n), references: [] });
const open = (store: Store, more: object = {}) => createRegistry({ store, formats, maxStaleMs: 0, ...more });
const list = (registry: Registry) => registry.listAudit({ limit: 1000 });

const stores = useStores();
describeAudit('memory', stores.memory);
describeAudit('SQLite', stores.sqlite);
describeRequiring(['postgres'], 'with a PostgreSQL server', () => {
  const postgres = usePostgres();
  describeAudit('PostgreSQL', () => postgres.open());
});

function describeAudit(name: string, openStore: () => Promise<{ store: Store }>): void {
  describe(`the audit log in ${name}`, () => {
    it('has one entry for each write that changed something', async () => {
      const { store } = await openStore();
      const registry = open(store, { nowMs: () => 5000 }).as(ANA);
      await registry.updateConfig({ compatibilityLevel: 'NONE' });
      await registry.registerSchema('s', avro(1));
      await registry.registerSchema('s', avro(1));
      await registry.registerSchema('s', avro(2));
      await registry.updateConfig({ compatibilityLevel: 'FULL' });
      await registry.deleteSubject('s');
      await registry.deleteVersion('s', 1, { permanent: true });
      await expect(registry.deleteSubject('none')).rejects.toThrow('not found');
      await registry.updateMode('READONLY', ':.c:');
      await registry.deleteMode(':.c:');
      const version = (number: number, deleted: boolean) => ({ subject: 's', version: number, id: number, deleted });
      const config = (level: string) => ({ settings: [{ scope: '', config: { compatibilityLevel: level } }] });
      const entries = await list(registry);
      expect(entries.map(({ operation, subjects, before, after }) => ({ operation, subjects, before, after }))).toEqual(
        [
          { operation: 'delete-mode', subjects: [':.c:'], before: { settings: [{ scope: ':.c:', mode: 'READONLY' }] } },
          { operation: 'update-mode', subjects: [':.c:'], after: { settings: [{ scope: ':.c:', mode: 'READONLY' }] } },
          { operation: 'delete-version', subjects: ['s'], before: { versions: [version(1, true)] } },
          {
            operation: 'delete-subject',
            subjects: ['s'],
            before: { versions: [version(1, false), version(2, false)] },
            after: { versions: [version(1, true), version(2, true)] },
          },
          { operation: 'update-config', subjects: [''], before: config('NONE'), after: config('FULL') },
          { operation: 'register', subjects: ['s'], after: { versions: [version(2, false)] } },
          { operation: 'register', subjects: ['s'], after: { versions: [version(1, false)] } },
          { operation: 'update-config', subjects: [''], after: config('NONE') },
        ],
      );
      for (const entry of entries)
        expect(entry).toMatchObject({ atMs: 5000, principal: 'ana', method: 'basic', address: '192.0.2.1' });
      const seqs = entries.map(({ seq }) => seq);
      expect(seqs).toEqual(seqs.toSorted((a, b) => b - a));
    });

    it('finds by time, subject and principal, page by page', async () => {
      const { store } = await openStore();
      let nowMs = 0;
      const registry = open(store, { nowMs: () => ++nowMs, defaultCompatibility: 'NONE' });
      for (let n = 0; n < 6; n++) await registry.as({ ...ANA, name: `p${n % 2}` }).registerSchema(`s${n % 3}`, avro(n));
      const all = await list(registry);
      expect(all).toHaveLength(6);
      expect(await registry.listAudit({ limit: 10, principal: 'p1' })).toEqual(
        all.filter(({ principal }) => principal === 'p1'),
      );
      expect(await registry.listAudit({ limit: 10, subject: 's2' })).toEqual(
        all.filter(({ subjects }) => subjects.includes('s2')),
      );
      expect(await registry.listAudit({ limit: 10, subject: 's' })).toEqual([]);
      const third = all[2];
      expect(await registry.listAudit({ limit: 10, sinceMs: third?.atMs })).toEqual(all.slice(0, 3));
      expect(await registry.listAudit({ limit: 2, beforeSeq: third?.seq })).toEqual(all.slice(3, 5));
    });

    it('is kept within its bounds', async () => {
      const { store } = await openStore();
      let nowMs = 0;
      const registry = open(store, { nowMs: () => nowMs, audit: { maxEntries: 10, maxAgeMs: 1000 } });
      const write = (n: number) => registry.updateConfig({ compatibilityGroup: `g${n}` });
      for (let n = 0; n < 129; n++) await write(n);
      expect((await list(registry)).length).toBeLessThanOrEqual(10 + 64);
      nowMs = 2000;
      for (let n = 129; n < 194; n++) await write(n);
      expect((await list(registry)).every(({ atMs }) => atMs === 2000)).toBe(true);
    });
  });
}

describe('the audit log', () => {
  it('is written with what it tells of, or not at all', async () => {
    const { store } = await stores.memory();
    const registry = open({
      ...store,
      async commit(revision, changes) {
        expect(changes.filter(({ type }) => type === 'add-audit')).toHaveLength(1);
        return revision === 0 && store.commit(revision, changes);
      },
    });
    await registry.registerSchema('s', avro(1));
    await expect(registry.registerSchema('t', avro(2))).rejects.toThrow('Other writers came first');
    expect(await list(registry)).toHaveLength(1);
  });

  it('says nothing that is not for everyone', async () => {
    const { store } = await stores.memory();
    const registry = open(store);
    const rule = {
      name: 'r',
      kind: 'TRANSFORM',
      mode: 'WRITE',
      type: 'X',
      params: { key: 'hidden' },
      disabled: false,
    } as const;
    const defaultMetadata = { properties: { password: 'hidden', owner: 'plant' }, sensitive: ['password'] };
    await registry.updateConfig({ defaultMetadata, overrideRuleSet: { domainRules: [rule] } }, 's');
    await registry.deleteConfig('s');
    const text = JSON.stringify(await list(registry));
    expect(text).not.toContain('hidden');
    expect(text).toContain('"owner":"plant"');
    expect(text).toContain('"key":"***"');
  });

  it('is told of under /api/v1/audit to those who administer what it is about', async () => {
    const { store } = await stores.sqlite();
    const registry = open(store, { nowMs: () => Date.parse('2026-01-31T12:00:00Z') });
    await fill(registry);
    const app = new Hono().route('/api/v1', createOwnRegistryApi(registry)).route('/', createRegistryApp(registry));
    const ask = async (path: string, may: (role: string, subject: string) => boolean = () => true) => {
      const answer = await app.fetch(new Request(`http://x${path}`), { actor: { ...ANA, may } });
      return { status: answer.status, body: JSON.parse(await answer.text()) };
    };
    const all = await ask('/api/v1/audit');
    expect(all.status).toBe(200);
    expect(all.body.next).toBeUndefined();
    expect(all.body.entries).toHaveLength((await list(registry)).length);
    expect(all.body.entries[0]).toMatchObject({
      at: '2026-01-31T12:00:00.000Z',
      principal: 'sluice',
      operation: 'delete-subject',
    });
    const some = await ask('/api/v1/audit', (role, subject) => role === 'admin' && subject === 'many');
    expect(some.body.entries.length).toBeGreaterThan(3);
    for (const { subjects } of some.body.entries) expect(subjects).toEqual(['many']);

    const paged: unknown[] = [];
    for (let next: number | undefined = Number.MAX_SAFE_INTEGER; next !== undefined;) {
      const { body } = await ask(`/api/v1/audit?limit=5&before=${next}`);
      paged.push(...body.entries);
      next = body.next;
    }
    expect(paged).toEqual(all.body.entries);
    expect((await ask('/api/v1/audit?subject=site&since=2026-01-31T12:00:00Z')).body.entries).toHaveLength(1);
    expect((await ask('/api/v1/audit?since=2026-02-01T00:00:00Z')).body.entries).toEqual([]);
    for (const query of ['limit=0', 'limit=1001', 'since=yesterday', 'before=x']) {
      expect((await ask(`/api/v1/audit?${query}`)).status).toBe(400);
    }
  });

  it('knows who sent a request', async () => {
    const { store } = await stores.memory();
    const registry = open(store);
    const app = createRegistryApp(registry);
    const send = (path: string, actor?: object) =>
      app.fetch(
        new Request(`http://x${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({ schema: enumOf(path.length) }),
        }),
        actor === undefined ? undefined : { actor },
      );
    await send('/subjects/a/versions', { ...ANA, may: () => true });
    await send('/contexts/c/subjects/b/versions', { ...ANA, name: 'bo', may: () => true });
    await send('/subjects/many-more/versions');
    const entries = await list(registry);
    expect(entries.map(({ principal, subjects }) => [principal, ...subjects])).toEqual([
      ['anonymous', 'many-more'],
      ['bo', ':.c:b'],
      ['ana', 'a'],
    ]);
  });
});
