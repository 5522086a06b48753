import { and, asc, eq, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import type { Store, StoreChange } from '../store.ts';
import { head, HEAD_ID, referrers, retired, schemas, settings, versions } from './tables.ts';

type Database = ReturnType<typeof drizzle>;
type Transaction = Parameters<Parameters<Database['transaction']>[0]>[0];

/** The statements of the PostgreSQL store. The update of the head row serialises the commits of all replicas. */
export function createPostgresStore(client: Sql): Store {
  const db = drizzle({ client });
  const slot = sql.placeholder;
  const prefixed = sql`starts_with(${versions.subject}, ${slot('prefix')})`;

  const readHead = db.select().from(head).where(eq(head.id, HEAD_ID)).prepare('read_head');
  const readSchema = db
    .select()
    .from(schemas)
    .where(eq(schemas.id, slot('id')))
    .prepare('read_schema');
  const readSchemaByGuid = db
    .select()
    .from(schemas)
    .where(eq(schemas.guid, slot('guid')))
    .prepare('read_schema_by_guid');
  const readRetired = db
    .select()
    .from(retired)
    .where(eq(retired.id, slot('id')))
    .prepare('read_retired');
  const listVersions = db
    .select()
    .from(versions)
    .where(eq(versions.subject, slot('subject')))
    .orderBy(asc(versions.version))
    .prepare('list_versions');
  const listVersionsOfSchema = db
    .select()
    .from(versions)
    .where(eq(versions.id, slot('id')))
    .prepare('list_versions_of_schema');
  const listVersionsByPrefix = db.select().from(versions).where(prefixed).prepare('list_versions_by_prefix');
  const listSubjects = db
    .select({ subject: versions.subject, deleted: sql<boolean>`bool_and(${versions.deleted})` })
    .from(versions)
    .where(prefixed)
    .groupBy(versions.subject)
    .prepare('list_subjects');
  const listReferrers = db
    .select({ id: referrers.schemaId })
    .from(referrers)
    .where(and(eq(referrers.subject, slot('subject')), eq(referrers.version, slot('version'))))
    .prepare('list_referrers');
  const readSettings = db
    .select()
    .from(settings)
    .where(eq(settings.scope, slot('scope')))
    .prepare('read_settings');

  return {
    async readHead() {
      const [found] = await readHead.execute();
      if (found === undefined) throw new Error('the head row is gone: the database is damaged');
      return found;
    },
    async readSchema(id) {
      const [found] = await readSchema.execute({ id });
      return found;
    },
    async readRetiredGuid(id) {
      const [found] = await readRetired.execute({ id });
      return found?.guid;
    },
    async readSchemaByGuid(guid) {
      const [found] = await readSchemaByGuid.execute({ guid });
      return found;
    },
    listVersions: (subject) => listVersions.execute({ subject }),
    listVersionsOfSchema: (id) => listVersionsOfSchema.execute({ id }),
    listVersionsByPrefix: (prefix) => listVersionsByPrefix.execute({ prefix }),
    listSubjects: (prefix) => listSubjects.execute({ prefix }),
    async listReferrers(subject, version) {
      const found = await listReferrers.execute({ subject, version });
      return found.map(({ id }) => id);
    },
    async readSettings(scope) {
      const [found] = await readSettings.execute({ scope });
      return found?.settings ?? {};
    },
    commit: (revision, changes) =>
      db.transaction(async (transaction) => {
        const moved = await transaction
          .update(head)
          .set({ revision: revision + 1 })
          .where(and(eq(head.id, HEAD_ID), eq(head.revision, revision)))
          .returning({ id: head.id });
        if (moved.length === 0) return false;
        for (const change of changes) await apply(transaction, change);
        return true;
      }),
    close: () => client.end({ timeout: 5 }),
  };
}

async function apply(transaction: Transaction, change: StoreChange): Promise<void> {
  switch (change.type) {
    case 'put-schema': {
      const { id, guid, schemaType, schema, references } = change.schema;
      await transaction.insert(schemas).values({ id, guid, schemaType, schema, references });
      const rows = references.map(({ subject, version }) => ({ subject, version, schemaId: id }));
      if (rows.length > 0) await transaction.insert(referrers).values(rows).onConflictDoNothing();
      await transaction.update(head).set({ nextId: sql`greatest(${head.nextId}, ${id + 1})` });
      return;
    }
    case 'delete-schema':
      for (const { id, guid } of await transaction.delete(schemas).where(eq(schemas.id, change.id)).returning()) {
        await transaction.insert(retired).values({ id, guid }).onConflictDoNothing();
      }
      return;
    case 'put-version': {
      const { id, deleted, createdAtMs } = change.version;
      await transaction
        .insert(versions)
        .values(change.version)
        .onConflictDoUpdate({ target: [versions.subject, versions.version], set: { id, deleted, createdAtMs } });
      return;
    }
    case 'delete-version':
      await transaction
        .delete(versions)
        .where(and(eq(versions.subject, change.subject), eq(versions.version, change.version)));
      return;
    case 'put-settings': {
      const { scope, settings: value } = change;
      if (Object.keys(value).length === 0) {
        await transaction.delete(settings).where(eq(settings.scope, scope));
        return;
      }
      await transaction
        .insert(settings)
        .values({ scope, settings: value })
        .onConflictDoUpdate({ target: settings.scope, set: { settings: value } });
    }
  }
}
