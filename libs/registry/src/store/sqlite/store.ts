import { and, asc, eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-sqlite';
import type { DatabaseSync } from 'node:sqlite';
import type { Store, StoreChange } from '../store.ts';
import { head, HEAD_ID, referrers, retired, schemas, settings, versions } from './tables.ts';

/**
 * The statements of the SQLite store, each prepared once. node:sqlite is synchronous, so each call is done when it returns; a commit with
 * synchronous FULL takes about half a millisecond on a local disk, which is why it stays on the main loop.
 */
export function createSqliteStore(client: DatabaseSync): Store {
  const db = drizzle({ client });
  const slot = sql.placeholder;
  const prefixed = sql`substr(${versions.subject}, 1, length(${slot('prefix')})) = ${slot('prefix')}`;

  const readHead = db.select().from(head).where(eq(head.id, HEAD_ID)).prepare();
  const readSchema = db
    .select()
    .from(schemas)
    .where(eq(schemas.id, slot('id')))
    .prepare();
  const readSchemaByGuid = db
    .select()
    .from(schemas)
    .where(eq(schemas.guid, slot('guid')))
    .prepare();
  const readRetired = db
    .select()
    .from(retired)
    .where(eq(retired.id, slot('id')))
    .prepare();
  const listVersions = db
    .select()
    .from(versions)
    .where(eq(versions.subject, slot('subject')))
    .orderBy(asc(versions.version))
    .prepare();
  const listVersionsOfSchema = db
    .select()
    .from(versions)
    .where(eq(versions.id, slot('id')))
    .prepare();
  const listVersionsByPrefix = db.select().from(versions).where(prefixed).prepare();
  const listSubjects = db
    .select({ subject: versions.subject, deleted: sql<number>`min(${versions.deleted})` })
    .from(versions)
    .where(prefixed)
    .groupBy(versions.subject)
    .prepare();
  const listReferrers = db
    .select({ id: referrers.schemaId })
    .from(referrers)
    .where(and(eq(referrers.subject, slot('subject')), eq(referrers.version, slot('version'))))
    .prepare();
  const readSettings = db
    .select()
    .from(settings)
    .where(eq(settings.scope, slot('scope')))
    .prepare();

  const moveHead = db
    .update(head)
    .set({ revision: sql`${head.revision} + 1` })
    .where(and(eq(head.id, HEAD_ID), eq(head.revision, slot('revision'))))
    .prepare();
  const raiseNextId = db
    .update(head)
    .set({ nextId: sql`max(${head.nextId}, ${slot('id')} + 1)` })
    .prepare();
  const insertSchema = db
    .insert(schemas)
    .values({
      id: slot('id'),
      guid: slot('guid'),
      schemaType: slot('schemaType'),
      schema: slot('schema'),
      references: slot('references'),
    })
    .prepare();
  const insertReferrer = db
    .insert(referrers)
    .values({ subject: slot('subject'), version: slot('version'), schemaId: slot('id') })
    .onConflictDoNothing()
    .prepare();
  const retireSchema = db
    .insert(retired)
    .select(
      db
        .select({ id: schemas.id, guid: schemas.guid })
        .from(schemas)
        .where(eq(schemas.id, slot('id'))),
    )
    .onConflictDoNothing()
    .prepare();
  const deleteSchema = db
    .delete(schemas)
    .where(eq(schemas.id, slot('id')))
    .prepare();
  const putVersion = db
    .insert(versions)
    .values({
      subject: slot('subject'),
      version: slot('version'),
      id: slot('id'),
      deleted: slot('deleted'),
      createdAtMs: slot('createdAtMs'),
    })
    .onConflictDoUpdate({
      target: [versions.subject, versions.version],
      set: {
        id: sql`excluded.schema_id`,
        deleted: sql`excluded.deleted`,
        createdAtMs: sql`excluded.created_at_ms`,
      },
    })
    .prepare();
  const deleteVersion = db
    .delete(versions)
    .where(and(eq(versions.subject, slot('subject')), eq(versions.version, slot('version'))))
    .prepare();
  const putSettings = db
    .insert(settings)
    .values({ scope: slot('scope'), settings: slot('settings') })
    .onConflictDoUpdate({ target: settings.scope, set: { settings: sql`excluded.settings` } })
    .prepare();
  const deleteSettings = db
    .delete(settings)
    .where(eq(settings.scope, slot('scope')))
    .prepare();

  function apply(change: StoreChange): void {
    switch (change.type) {
      case 'put-schema': {
        const { id, references } = change.schema;
        insertSchema.run({ ...change.schema });
        for (const { subject, version } of references) insertReferrer.run({ subject, version, id });
        raiseNextId.run({ id });
        return;
      }
      case 'delete-schema':
        retireSchema.run({ id: change.id });
        deleteSchema.run({ id: change.id });
        return;
      case 'put-version':
        putVersion.run({ ...change.version });
        return;
      case 'delete-version':
        deleteVersion.run({ subject: change.subject, version: change.version });
        return;
      case 'put-settings':
        if (Object.keys(change.settings).length === 0) deleteSettings.run({ scope: change.scope });
        else putSettings.run({ scope: change.scope, settings: change.settings });
    }
  }

  return {
    async readHead() {
      const found = readHead.get();
      if (found === undefined) throw new Error('the head row is gone: the file is damaged');
      return found;
    },
    readSchema: async (id) => readSchema.get({ id }),
    readRetiredGuid: async (id) => readRetired.get({ id })?.guid,
    readSchemaByGuid: async (guid) => readSchemaByGuid.get({ guid }),
    listVersions: async (subject) => listVersions.all({ subject }),
    listVersionsOfSchema: async (id) => listVersionsOfSchema.all({ id }),
    listVersionsByPrefix: async (prefix) => listVersionsByPrefix.all({ prefix }),
    listSubjects: async (prefix) =>
      listSubjects.all({ prefix }).map(({ subject, deleted }) => ({ subject, deleted: deleted === 1 })),
    listReferrers: async (subject, version) => listReferrers.all({ subject, version }).map(({ id }) => id),
    readSettings: async (scope) => readSettings.get({ scope })?.settings ?? {},
    // The callback must stay synchronous: drizzle commits a node:sqlite transaction when it returns, promise or not.
    commit: async (revision, changes) =>
      db.transaction(
        () => {
          const moved = moveHead.run({ revision });
          if (moved.changes === 0) return false;
          for (const change of changes) apply(change);
          return true;
        },
        { behavior: 'immediate' },
      ),
    async close() {
      if (client.isOpen) client.close();
    },
  };
}
