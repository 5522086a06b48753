import { describe, expect, it } from 'vitest';
import type { Association } from '../src/association.ts';
import { DEFAULT_SCOPE } from '../src/settings.ts';
import type { Store, StoreChange, StoredSchema, StoredVersion, SubjectRange } from '../src/store/store.ts';

/** One store under test. `reopen` closes it and opens what it left, where it leaves anything. */
export interface StoreUnderTest {
  readonly store: Store;
  readonly reopen?: () => Promise<Store>;
  /** Opens the same rows once more, as another process would. */
  readonly openAnother?: () => Promise<Store>;
}

/** What every store must do; `open` makes an empty one, and what it makes is closed by the caller. */
export function describeStore(name: string, open: () => Promise<StoreUnderTest>): void {
  describe(`${name} store`, () => {
    it('starts at revision 0 with nothing in it', async () => {
      const { store } = await open();
      expect(await store.readHead()).toMatchObject({ revision: 0 });
      expect((await store.readContext('.'))?.nextId ?? 1).toBe(1);
      expect(await store.readSchema('.', 1)).toBeUndefined();
      expect(await store.readSchemaByGuid('.', 'g')).toBeUndefined();
      expect(await store.listSchemasByGuid('g')).toEqual([]);
      expect(await store.listVersions('s')).toEqual([]);
      expect(await store.listSubjects({ prefix: '' })).toEqual([]);
      expect(await store.listSettings()).toEqual([]);
      expect(await store.listAssociations({ subject: 's' })).toEqual([]);
      expect(await store.readSettings(DEFAULT_SCOPE)).toEqual({});
    });

    it('reads back what was put, by every key', async () => {
      const { store } = await open();
      const second = makeSchema(2, [{ name: 'r', subject: 'a', version: 1 }]);
      await commit(store, [
        { type: 'put-schema', schema: makeSchema(1) },
        { type: 'put-schema', schema: second },
        { type: 'put-version', version: makeVersion('a', 1, 1) },
        { type: 'put-version', version: makeVersion('a', 2, 2) },
        { type: 'put-version', version: makeVersion('ab', 1, 1, true) },
        { type: 'put-version', version: makeVersion('ü/%_', 7, 2) },
      ]);
      expect(await store.readSchema('.', 2)).toEqual(second);
      expect(await store.readSchemaByGuid('.', 'guid-2')).toEqual(second);
      expect(await store.listSchemasByGuid('guid-2')).toEqual([second]);
      expect(await store.readContext('.')).toEqual({ context: '.', nextId: 3, listed: true });
      expect(await store.listVersions('a')).toEqual([makeVersion('a', 1, 1), makeVersion('a', 2, 2)]);
      expect(await store.listVersions('ü/%_')).toEqual([makeVersion('ü/%_', 7, 2)]);
      expect(sortRows(await store.listVersionsOfSchema('.', 1))).toEqual([
        makeVersion('a', 1, 1),
        makeVersion('ab', 1, 1, true),
      ]);
      expect(sortRows(await store.listVersionsInRange({ prefix: 'a' }))).toHaveLength(3);
      expect(await store.listVersionsInRange({ prefix: '%' })).toEqual([]);
      expect(sortRows(await store.listSubjects({ prefix: 'a' }))).toEqual([
        { subject: 'a', deleted: false },
        { subject: 'ab', deleted: true },
      ]);
      expect(await store.listReferrers('a', 1)).toEqual([{ context: '.', id: 2 }]);
      expect(await store.listReferrers('a', 2)).toEqual([]);
    });

    it('reads everything at one revision, and takes ids that are not to be given', async () => {
      const { store } = await open();
      const schema = makeSchema(2, [{ name: 'r', subject: 'a', version: 1 }]);
      const association = makeAssociation('g1');
      await commit(store, [
        { type: 'put-context', context: { context: '.', nextId: 9, listed: true } },
        { type: 'put-context', context: { context: '.', nextId: 5, listed: false } },
        { type: 'put-context', context: { context: '.gone', nextId: 3, listed: false } },
        { type: 'retire-id', retired: { context: '.', id: 4, guid: 'guid-4' } },
        { type: 'retire-id', retired: { context: '.other', id: 7, guid: 'guid-7' } },
        { type: 'put-schema', schema },
        { type: 'put-version', version: makeVersion('s', 3, 2, true) },
        { type: 'put-settings', scope: 's', settings: { mode: 'IMPORT' } },
        { type: 'put-association', association },
      ]);
      const { contexts, retired, ...content } = await store.readContent();
      expect(content).toEqual({
        revision: 1,
        schemas: [schema],
        versions: [makeVersion('s', 3, 2, true)],
        settings: [{ scope: 's', settings: { mode: 'IMPORT' } }],
        associations: [association],
      });
      expect(contexts.toSorted((a, b) => (a.context < b.context ? -1 : 1))).toEqual([
        { context: '.', nextId: 9, listed: true },
        { context: '.gone', nextId: 3, listed: false },
        { context: '.other', nextId: 8, listed: false },
      ]);
      expect(retired.toSorted((a, b) => a.id - b.id)).toEqual([
        { context: '.', id: 4, guid: 'guid-4' },
        { context: '.other', id: 7, guid: 'guid-7' },
      ]);
      expect(await store.readRetiredGuid('.', 4)).toBe('guid-4');
    });

    it('keeps a subject live while one of its versions is', async () => {
      const { store } = await open();
      await commit(store, [
        { type: 'put-schema', schema: makeSchema(1) },
        { type: 'put-version', version: makeVersion('s', 1, 1, true) },
        { type: 'put-version', version: makeVersion('s', 2, 1) },
      ]);
      expect(await store.listSubjects({ prefix: '' })).toEqual([{ subject: 's', deleted: false }]);
      await commit(store, [{ type: 'put-version', version: makeVersion('s', 2, 1, true) }]);
      expect(await store.listSubjects({ prefix: '' })).toEqual([{ subject: 's', deleted: true }]);
    });

    it('forgets what is deleted, but never an id', async () => {
      const { store, reopen } = await open();
      await commit(store, [
        { type: 'put-schema', schema: makeSchema(7, [{ name: 'r', subject: 'a', version: 1 }]) },
        { type: 'put-version', version: makeVersion('s', 1, 7) },
      ]);
      await commit(store, [
        { type: 'delete-version', subject: 's', version: 1 },
        { type: 'delete-schema', context: '.', id: 7 },
      ]);
      expect(await store.readSchema('.', 7)).toBeUndefined();
      expect(await store.readSchemaByGuid('.', 'guid-7')).toBeUndefined();
      expect(await store.readRetiredGuid('.', 7)).toBe('guid-7');
      expect(await store.readRetiredGuid('.', 6)).toBeUndefined();
      expect(await store.listVersions('s')).toEqual([]);
      expect(await store.listReferrers('a', 1)).toEqual([]);
      expect((await store.readContext('.'))?.nextId).toBe(8);
      if (reopen === undefined) return;
      const reopened = await reopen();
      expect(await reopened.readHead()).toMatchObject({ revision: 2 });
      expect((await reopened.readContext('.'))?.nextId).toBe(8);
    });

    it('keeps settings by scope, and drops empty ones', async () => {
      const { store } = await open();
      await commit(store, [
        { type: 'put-settings', scope: DEFAULT_SCOPE, settings: { config: { compatibilityLevel: 'FULL' } } },
        { type: 'put-settings', scope: 's', settings: { mode: 'READONLY' } },
      ]);
      await commit(store, [
        { type: 'put-settings', scope: 's', settings: { config: {}, mode: 'IMPORT' } },
        { type: 'put-settings', scope: DEFAULT_SCOPE, settings: {} },
      ]);
      expect(await store.readSettings(DEFAULT_SCOPE)).toEqual({});
      expect(await store.readSettings('s')).toEqual({ config: {}, mode: 'IMPORT' });
      expect(await store.listSettings()).toEqual([{ scope: 's', settings: { config: {}, mode: 'IMPORT' } }]);
    });

    it('keeps the ids, guids and subjects of contexts apart', async () => {
      const { store } = await open();
      const elsewhere = { ...makeSchema(1, [{ name: 'r', subject: 'a', version: 1 }]), context: '.c' };
      await commit(store, [
        { type: 'put-schema', schema: makeSchema(1) },
        { type: 'put-schema', schema: makeSchema(5) },
        { type: 'put-schema', schema: elsewhere },
        { type: 'put-version', version: makeVersion('a', 1, 1) },
        { type: 'put-version', version: makeVersion(':.c:a', 1, 1) },
        { type: 'put-version', version: makeVersion(':.c:b', 1, 1) },
      ]);
      expect(await store.readSchema('.c', 1)).toEqual(elsewhere);
      expect(await store.readSchema('.c', 5)).toBeUndefined();
      expect((await store.listSchemasByGuid('guid-1')).map(({ context }) => context).toSorted()).toEqual(['.', '.c']);
      expect(await store.readContext('.c')).toEqual({ context: '.c', nextId: 2, listed: true });
      expect(await store.readContext('.d')).toBeUndefined();
      expect(await store.listContexts()).toHaveLength(2);
      const list = async (range: SubjectRange) =>
        (await store.listSubjects(range)).map(({ subject }) => subject).toSorted();
      expect(await list({ prefix: '' })).toEqual([':.c:a', ':.c:b', 'a']);
      expect(await list({ prefix: 'a' })).toEqual([':.c:a', 'a']);
      expect(await list({ context: '.', prefix: '' })).toEqual(['a']);
      expect(await list({ context: '.c', prefix: 'b' })).toEqual([':.c:b']);
      expect(sortRows(await store.listVersionsInRange({ context: '.c', prefix: '' }))).toHaveLength(2);
      expect(await store.listVersionsOfSchema('.c', 1)).toHaveLength(2);
      // What a schema of a context refers to is of that context too, unless it says otherwise.
      expect(await store.listReferrers(':.c:a', 1)).toEqual([{ context: '.c', id: 1 }]);
      expect(await store.listReferrers('a', 1)).toEqual([]);
    });

    it('forgets a context, but not its ids, and lists it again with the next schema', async () => {
      const { store } = await open();
      const schema = { ...makeSchema(3), context: '.c' };
      await commit(store, [{ type: 'put-schema', schema }]);
      await commit(store, [
        { type: 'delete-schema', context: '.c', id: 3 },
        { type: 'delete-context', context: '.c' },
      ]);
      expect(await store.readContext('.c')).toEqual({ context: '.c', nextId: 4, listed: false });
      await commit(store, [{ type: 'put-schema', schema: { ...schema, id: 4 } }]);
      expect(await store.readContext('.c')).toEqual({ context: '.c', nextId: 5, listed: true });
    });

    it('keeps metadata and rules as they are, the order of their keys too', async () => {
      const { store } = await open();
      const schema: StoredSchema = {
        ...makeSchema(1),
        metadata: { properties: { zz: '1', a: '2' } },
        ruleSet: { domainRules: [{ name: 'r', kind: 'CONDITION', mode: 'WRITE', type: 'CEL', disabled: false }] },
      };
      await commit(store, [{ type: 'put-schema', schema }]);
      const found = await store.readSchema('.', 1);
      expect(JSON.stringify([found?.metadata, found?.ruleSet])).toBe(JSON.stringify([schema.metadata, schema.ruleSet]));
    });

    it('finds associations by each of their keys', async () => {
      const { store } = await open();
      await commit(store, [
        { type: 'put-association', association: ASSOCIATION },
        { type: 'put-association', association: { ...ASSOCIATION, guid: 'g2', subject: 'other', resourceId: 'id2' } },
      ]);
      expect(await store.listAssociations({ subject: 's' })).toEqual([ASSOCIATION]);
      expect(await store.listAssociations({ resourceId: 'id2' })).toMatchObject([{ guid: 'g2' }]);
      expect(await store.listAssociations({ resourceName: 't' })).toHaveLength(2);
      expect(await store.listAssociations({ resourceNamespace: 'lkc' })).toHaveLength(2);
      await commit(store, [
        { type: 'put-association', association: { ...ASSOCIATION, frozen: true } },
        { type: 'delete-association', guid: 'g2' },
      ]);
      expect(await store.listAssociations({ resourceName: 't' })).toEqual([{ ...ASSOCIATION, frozen: true }]);
    });

    it('says when a schema was deleted last', async () => {
      const { store, reopen } = await open();
      expect(await store.readHead()).toEqual({ revision: 0, lastPurge: 0 });
      await commit(store, [{ type: 'put-schema', schema: makeSchema(1) }]);
      await commit(store, [{ type: 'delete-schema', context: '.', id: 1 }]);
      await commit(store, [{ type: 'put-settings', scope: 's', settings: { mode: 'IMPORT' } }]);
      expect(await ((await reopen?.()) ?? store).readHead()).toEqual({ revision: 3, lastPurge: 2 });
    });

    it('refuses a commit against a revision that is gone, and changes nothing', async () => {
      const { store } = await open();
      await commit(store, [{ type: 'put-schema', schema: makeSchema(1) }]);
      expect(await store.commit(0, [{ type: 'put-schema', schema: makeSchema(2) }])).toBe(false);
      expect(await store.readSchema('.', 2)).toBeUndefined();
      expect(await store.readHead()).toMatchObject({ revision: 1 });
      expect((await store.readContext('.'))?.nextId).toBe(2);
    });

    it('lets one of many commits against one revision win', async () => {
      const { store } = await open();
      const commits = Array.from({ length: 8 }, (_, index) =>
        store.commit(0, [{ type: 'put-schema', schema: makeSchema(index + 1) }]),
      );
      const won = await Promise.all(commits);
      expect(won.filter(Boolean)).toHaveLength(1);
      expect((await store.readHead()).revision).toBe(1);
    });

    it('applies all changes of a commit or none', async () => {
      const { store } = await open();
      await commit(store, [{ type: 'put-schema', schema: makeSchema(1) }]);
      const failing = store.commit(1, [
        { type: 'put-settings', scope: 's', settings: { mode: 'READONLY' } },
        { type: 'put-schema', schema: makeSchema(2) },
        { type: 'put-schema', schema: { ...makeSchema(3), guid: 'guid-1' } },
      ]);
      await expect(failing).rejects.toThrow(Error);
      expect(await store.readHead()).toMatchObject({ revision: 1 });
      expect((await store.readContext('.'))?.nextId).toBe(2);
      expect(await store.readSettings('s')).toEqual({});
      expect(await store.readSchema('.', 2)).toBeUndefined();
    });
  });
}

async function commit(store: Store, changes: readonly StoreChange[]): Promise<void> {
  const { revision } = await store.readHead();
  expect(await store.commit(revision, changes)).toBe(true);
}

const ASSOCIATION: Association = {
  guid: 'g1',
  subject: 's',
  resourceName: 't',
  resourceNamespace: 'lkc',
  resourceId: 'id1',
  resourceType: 'topic',
  associationType: 'value',
  lifecycle: 'WEAK',
  frozen: false,
  createdAtMs: 1,
  updatedAtMs: 2,
};

function makeSchema(id: number, references: StoredSchema['references'] = []): StoredSchema {
  return { context: '.', id, guid: `guid-${id}`, schemaType: 'AVRO', schema: `"text ${id} ü"`, references };
}

function makeVersion(subject: string, version: number, id: number, deleted = false): StoredVersion {
  return { subject, version, id, deleted, createdAtMs: 1_700_000_000_000 + version };
}

function makeAssociation(guid: string): Association {
  return {
    guid,
    subject: 's',
    resourceName: 'orders',
    resourceNamespace: 'cluster',
    resourceId: 'r1',
    resourceType: 'topic',
    associationType: 'value',
    lifecycle: 'WEAK',
    frozen: false,
    createdAtMs: 1,
    updatedAtMs: 2,
  };
}

function sortRows<Row extends { readonly subject: string }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => (a.subject < b.subject ? -1 : 1));
}
