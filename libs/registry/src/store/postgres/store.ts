import { and, asc, eq, or, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import { readSchemaRow } from '../schema-row.ts';
import { deletesSchema } from '../store.ts';
import type { AssociationKey, Store, SubjectRange } from '../store.ts';
import { applyChange } from './changes.ts';
import { sendNotice } from './notices.ts';
import { associations, contexts, head, HEAD_ID, referrers, retired, schemas, settings, versions } from './tables.ts';

const slot = sql.placeholder;

/** Rows of one context, or of all where the slot is empty, whose subject without its context begins so. */
const withinRange = and(
  or(eq(versions.context, slot('context')), sql`${slot('context')}::text = ''`),
  sql`starts_with(substr(${versions.subject}, CASE ${versions.context} WHEN '.' THEN 1 ELSE length(${versions.context}) + 3 END), ${slot('prefix')})`,
);

export interface PostgresStoreParts extends Pick<Store, 'watch'> {
  /** What notices of its commits are told apart by. */
  readonly origin: string;
}

/** The statements of the PostgreSQL store. The update of the head row serialises the commits of all replicas. */
export function createPostgresStore(client: Sql, { origin, watch }: PostgresStoreParts): Store {
  const db = drizzle({ client });
  const ofSchema = { context: slot('context'), id: slot('id') };

  const readHead = db
    .select({ revision: head.revision, lastPurge: head.lastPurge })
    .from(head)
    .where(eq(head.id, HEAD_ID))
    .prepare('read_head');
  const readContext = db
    .select()
    .from(contexts)
    .where(eq(contexts.context, slot('context')))
    .prepare('read_context');
  const listContexts = db.select().from(contexts).prepare('list_contexts');
  const readSchema = db
    .select()
    .from(schemas)
    .where(and(eq(schemas.context, ofSchema.context), eq(schemas.id, ofSchema.id)))
    .prepare('read_schema');
  const readSchemaByGuid = db
    .select()
    .from(schemas)
    .where(and(eq(schemas.context, slot('context')), eq(schemas.guid, slot('guid'))))
    .prepare('read_schema_by_guid');
  const listSchemasByGuid = db
    .select()
    .from(schemas)
    .where(eq(schemas.guid, slot('guid')))
    .prepare('list_schemas_by_guid');
  const readRetired = db
    .select()
    .from(retired)
    .where(and(eq(retired.context, ofSchema.context), eq(retired.id, ofSchema.id)))
    .prepare('read_retired');
  const listVersions = db
    .select(VERSION)
    .from(versions)
    .where(eq(versions.subject, slot('subject')))
    .orderBy(asc(versions.version))
    .prepare('list_versions');
  const listVersionsOfSchema = db
    .select(VERSION)
    .from(versions)
    .where(and(eq(versions.context, ofSchema.context), eq(versions.id, ofSchema.id)))
    .prepare('list_versions_of_schema');
  const listVersionsInRange = db.select(VERSION).from(versions).where(withinRange).prepare('list_versions_in_range');
  const listSubjects = db
    .select({ subject: versions.subject, deleted: sql<boolean>`bool_and(${versions.deleted})` })
    .from(versions)
    .where(withinRange)
    .groupBy(versions.subject)
    .prepare('list_subjects');
  const listReferrers = db
    .select({ context: referrers.context, id: referrers.id })
    .from(referrers)
    .where(and(eq(referrers.subject, slot('subject')), eq(referrers.version, slot('version'))))
    .prepare('list_referrers');
  const readSettings = db
    .select()
    .from(settings)
    .where(eq(settings.scope, slot('scope')))
    .prepare('read_settings');
  const listSettings = db.select().from(settings).prepare('list_settings');

  return {
    async readHead() {
      const [found] = await readHead.execute();
      if (found === undefined) throw new Error('the head row is gone: the database is damaged');
      return found;
    },
    readContext: async (context) => (await readContext.execute({ context }))[0],
    listContexts: () => listContexts.execute(),
    async readSchema(context, id) {
      const [row] = await readSchema.execute({ context, id });
      return row === undefined ? undefined : readSchemaRow(row);
    },
    readRetiredGuid: async (context, id) => (await readRetired.execute({ context, id }))[0]?.guid,
    async readSchemaByGuid(context, guid) {
      const [row] = await readSchemaByGuid.execute({ context, guid });
      return row === undefined ? undefined : readSchemaRow(row);
    },
    listSchemasByGuid: async (guid) => (await listSchemasByGuid.execute({ guid })).map(readSchemaRow),
    listVersions: (subject) => listVersions.execute({ subject }),
    listVersionsOfSchema: (context, id) => listVersionsOfSchema.execute({ context, id }),
    listVersionsInRange: (range) => listVersionsInRange.execute(fillRange(range)),
    listSubjects: (range) => listSubjects.execute(fillRange(range)),
    listReferrers: (subject, version) => listReferrers.execute({ subject, version }),
    readSettings: async (scope) => (await readSettings.execute({ scope }))[0]?.settings ?? {},
    listSettings: () => listSettings.execute(),
    async listAssociations(key) {
      const rows = await db.select().from(associations).where(matchAssociation(key));
      return rows.map(({ association }) => association);
    },
    readContent: () =>
      db.transaction(
        async (transaction) => {
          const [found] = await transaction.select().from(head).where(eq(head.id, HEAD_ID));
          return {
            revision: found?.revision ?? 0,
            contexts: await transaction.select().from(contexts),
            schemas: (await transaction.select().from(schemas)).map(readSchemaRow),
            versions: await transaction.select(VERSION).from(versions),
            settings: await transaction.select().from(settings),
            associations: (await transaction.select().from(associations)).map(({ association }) => association),
            retired: await transaction.select().from(retired),
          };
        },
        { isolationLevel: 'repeatable read', accessMode: 'read only' },
      ),
    commit: (revision, changes) =>
      db.transaction(async (transaction) => {
        const moved = await transaction
          .update(head)
          .set({ revision: revision + 1, ...(deletesSchema(changes) && { lastPurge: revision + 1 }) })
          .where(and(eq(head.id, HEAD_ID), eq(head.revision, revision)))
          .returning({ told: sendNotice(origin) });
        if (moved.length === 0) return false;
        for (const change of changes) await applyChange(transaction, change);
        return true;
      }),
    watch,
    close: () => client.end({ timeout: 2 }),
  };
}

/** The columns of a version that leave the store. */
const VERSION = {
  subject: versions.subject,
  version: versions.version,
  id: versions.id,
  deleted: versions.deleted,
  createdAtMs: versions.createdAtMs,
};

function fillRange({ context = '', prefix }: SubjectRange): { context: string; prefix: string } {
  return { context, prefix };
}

function matchAssociation(key: AssociationKey) {
  if ('subject' in key) return eq(associations.subject, key.subject);
  if ('resourceId' in key) return eq(associations.resourceId, key.resourceId);
  if ('resourceName' in key) return eq(associations.resourceName, key.resourceName);
  return eq(associations.resourceNamespace, key.resourceNamespace);
}
