import type { RegisteredSchema } from '@sluice/serde';
import { describe, expect, it } from 'vitest';
import { GLOBAL_SCOPE } from '../src/store/store.ts';
import type { Store, StoreChange, StoredVersion } from '../src/store/store.ts';

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
      expect(await store.readHead()).toMatchObject({ revision: 0, nextId: 1 });
      expect(await store.readSchema(1)).toBeUndefined();
      expect(await store.readSchemaByGuid('g')).toBeUndefined();
      expect(await store.listVersions('s')).toEqual([]);
      expect(await store.listSubjects('')).toEqual([]);
      expect(await store.readSettings(GLOBAL_SCOPE)).toEqual({});
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
      expect(await store.readSchema(2)).toEqual(second);
      expect(await store.readSchemaByGuid('guid-2')).toEqual(second);
      expect(await store.listVersions('a')).toEqual([makeVersion('a', 1, 1), makeVersion('a', 2, 2)]);
      expect(await store.listVersions('ü/%_')).toEqual([makeVersion('ü/%_', 7, 2)]);
      expect(sortRows(await store.listVersionsOfSchema(1))).toEqual([
        makeVersion('a', 1, 1),
        makeVersion('ab', 1, 1, true),
      ]);
      expect(sortRows(await store.listVersionsByPrefix('a'))).toHaveLength(3);
      expect(await store.listVersionsByPrefix('%')).toEqual([]);
      expect(sortRows(await store.listSubjects('a'))).toEqual([
        { subject: 'a', deleted: false },
        { subject: 'ab', deleted: true },
      ]);
      expect(await store.listReferrers('a', 1)).toEqual([2]);
      expect(await store.listReferrers('a', 2)).toEqual([]);
    });

    it('keeps a subject live while one of its versions is', async () => {
      const { store } = await open();
      await commit(store, [
        { type: 'put-schema', schema: makeSchema(1) },
        { type: 'put-version', version: makeVersion('s', 1, 1, true) },
        { type: 'put-version', version: makeVersion('s', 2, 1) },
      ]);
      expect(await store.listSubjects('')).toEqual([{ subject: 's', deleted: false }]);
      await commit(store, [{ type: 'put-version', version: makeVersion('s', 2, 1, true) }]);
      expect(await store.listSubjects('')).toEqual([{ subject: 's', deleted: true }]);
    });

    it('forgets what is deleted, but never an id', async () => {
      const { store, reopen } = await open();
      await commit(store, [
        { type: 'put-schema', schema: makeSchema(7, [{ name: 'r', subject: 'a', version: 1 }]) },
        { type: 'put-version', version: makeVersion('s', 1, 7) },
      ]);
      await commit(store, [
        { type: 'delete-version', subject: 's', version: 1 },
        { type: 'delete-schema', id: 7 },
      ]);
      expect(await store.readSchema(7)).toBeUndefined();
      expect(await store.readSchemaByGuid('guid-7')).toBeUndefined();
      expect(await store.readRetiredGuid(7)).toBe('guid-7');
      expect(await store.readRetiredGuid(6)).toBeUndefined();
      expect(await store.listVersions('s')).toEqual([]);
      expect(await store.listReferrers('a', 1)).toEqual([]);
      expect((await store.readHead()).nextId).toBe(8);
      if (reopen === undefined) return;
      const reopened = await reopen();
      expect(await reopened.readHead()).toMatchObject({ revision: 2, nextId: 8 });
    });

    it('keeps settings by scope, and drops empty ones', async () => {
      const { store } = await open();
      await commit(store, [
        { type: 'put-settings', scope: GLOBAL_SCOPE, settings: { compatibility: 'FULL' } },
        { type: 'put-settings', scope: 's', settings: { mode: 'READONLY' } },
      ]);
      await commit(store, [
        { type: 'put-settings', scope: 's', settings: { compatibility: 'NONE', mode: 'IMPORT' } },
        { type: 'put-settings', scope: GLOBAL_SCOPE, settings: {} },
      ]);
      expect(await store.readSettings(GLOBAL_SCOPE)).toEqual({});
      expect(await store.readSettings('s')).toEqual({ compatibility: 'NONE', mode: 'IMPORT' });
    });

    it('refuses a commit against a revision that is gone, and changes nothing', async () => {
      const { store } = await open();
      await commit(store, [{ type: 'put-schema', schema: makeSchema(1) }]);
      expect(await store.commit(0, [{ type: 'put-schema', schema: makeSchema(2) }])).toBe(false);
      expect(await store.readSchema(2)).toBeUndefined();
      expect(await store.readHead()).toMatchObject({ revision: 1, nextId: 2 });
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
      expect(await store.readHead()).toMatchObject({ revision: 1, nextId: 2 });
      expect(await store.readSettings('s')).toEqual({});
      expect(await store.readSchema(2)).toBeUndefined();
    });
  });
}

async function commit(store: Store, changes: readonly StoreChange[]): Promise<void> {
  const { revision } = await store.readHead();
  expect(await store.commit(revision, changes)).toBe(true);
}

function makeSchema(id: number, references: RegisteredSchema['references'] = []): RegisteredSchema {
  return { id, guid: `guid-${id}`, schemaType: 'AVRO', schema: `"text ${id} ü"`, references };
}

function makeVersion(subject: string, version: number, id: number, deleted = false): StoredVersion {
  return { subject, version, id, deleted, createdAtMs: 1_700_000_000_000 + version };
}

function sortRows<Row extends { readonly subject: string }>(rows: readonly Row[]): Row[] {
  return rows.toSorted((a, b) => (a.subject < b.subject ? -1 : 1));
}
