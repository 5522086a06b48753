import { and, asc, desc, eq, gte, lt, or, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/postgres-js';
import type { Sql } from 'postgres';
import { joinSubjects, readSchemaRow } from '../schema-row.ts';
import type { AssociationKey, Store, SubjectRange } from '../store.ts';
import { isOutrun, writeCommit } from './commit-text.ts';
import {
  associations,
  audit,
  contexts,
  head,
  HEAD_ID,
  referrers,
  retired,
  schemas,
  settings,
  versions,
} from './tables.ts';

const slot = sql.placeholder;

/** Rows of one context, or of all where the slot is empty, whose subject without its context begins so. */
const withinRange = and(
  or(eq(versions.context, slot('context')), sql`${slot('context')}::text = ''`),
  sql`starts_with(substr(${versions.subject}, CASE ${versions.context} WHEN '.' THEN 1 ELSE length(${versions.context}) + 3 END), ${slot('prefix')})`,
);

export interface PostgresStoreParts extends Pick<Store, 'watch'> {
  readonly client: Sql;
  /** One connection, for commits that keep others waiting. */
  readonly turn: Sql;
  /** What notices of its commits are told apart by. */
  readonly origin: string;
}

/** The statements of the PostgreSQL store. The update of the head row serialises the commits of all replicas. */
export function createPostgresStore({ client, turn, origin, watch }: PostgresStoreParts): Store {
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
    async listAudit({ sinceMs, principal, subject, beforeSeq, limit }) {
      const isMeant = and(
        sinceMs === undefined ? undefined : gte(audit.atMs, sinceMs),
        principal === undefined ? undefined : eq(audit.principal, principal),
        beforeSeq === undefined ? undefined : lt(audit.seq, beforeSeq),
        subject === undefined ? undefined : sql`strpos(${audit.subjects}, ${joinSubjects([subject])}) > 0`,
      );
      const rows = await db.select().from(audit).where(isMeant).orderBy(desc(audit.seq)).limit(limit);
      return rows.map(({ seq, record }) => ({ ...record, seq }));
    },
    async readContent() {
      // Not in a transaction of the driver's: see writeCommit.
      for (let attempt = 0; attempt < MAX_READINGS; attempt++) {
        const [found] = await readHead.execute();
        const content = {
          revision: found?.revision ?? 0,
          contexts: await listContexts.execute(),
          schemas: (await db.select().from(schemas)).map(readSchemaRow),
          versions: await db.select(VERSION).from(versions),
          settings: await listSettings.execute(),
          associations: (await db.select().from(associations)).map(({ association }) => association),
          retired: await db.select().from(retired),
        };
        const [after] = await readHead.execute();
        if (after?.revision === content.revision) return content;
      }
      throw new Error(`other writers came between ${MAX_READINGS} times`);
    },
    async commit(revision, changes) {
      return run(client, await writeCommit(revision, changes, origin));
    },
    async commitInTurn(decide) {
      // One connection, so that what follows is in the transaction that this begins. Were it lost, the commit would come
      // over a new one, and be outrun or not as any other.
      const [, rows] = await turn.unsafe(LOCK_HEAD);
      const row = rows?.[0];
      try {
        const locked = { revision: Number(row?.['revision']), lastPurge: Number(row?.['last_purge']) };
        const changes = await decide(locked);
        const text = changes.length === 0 ? '' : await writeCommit(locked.revision, changes, origin);
        return await run(turn, `${text}; COMMIT`);
      } finally {
        // Where it is over already, this does nothing.
        await turn.unsafe('ROLLBACK');
      }
    },
    watch,
    async close() {
      await Promise.all([client.end({ timeout: 2 }), turn.end({ timeout: 2 })]);
    },
  };
}

const LOCK_HEAD = `BEGIN; SELECT revision, last_purge FROM sluice.head WHERE id = ${HEAD_ID} FOR UPDATE`;

/** False when the head has moved on, and nothing is changed. */
async function run(client: Sql, commit: string): Promise<boolean> {
  try {
    await client.unsafe(commit);
    return true;
  } catch (error) {
    if (isOutrun(error)) return false;
    throw error;
  }
}

/** Attempts to read everything while nobody writes. */
const MAX_READINGS = 20;

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
