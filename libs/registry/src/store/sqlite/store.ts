import { and, asc, desc, eq, gte, lt, or, sql } from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-sqlite';
import type { DatabaseSync } from 'node:sqlite';
import { joinSubjects, readSchemaRow } from '../schema-row.ts';
import { deletesSchema } from '../store.ts';
import type { AssociationKey, Store, SubjectRange } from '../store.ts';
import { createChanges } from './changes.ts';
import type { WalSync } from './wal-sync.ts';
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
  or(eq(versions.context, slot('context')), sql`${slot('context')} = ''`),
  sql`substr(${versions.subject}, CASE ${versions.context} WHEN '.' THEN 1 ELSE length(${versions.context}) + 3 END, length(${slot('prefix')})) = ${slot('prefix')}`,
);

/**
 * The statements of the SQLite store, each prepared once. node:sqlite is synchronous, so each call is done when it returns; a commit
 * does not wait for the disk, which is why it stays on the main loop.
 */
export function createSqliteStore(client: DatabaseSync, wal: WalSync): Store {
  const db = drizzle({ client });
  const ofSchema = { context: slot('context'), id: slot('id') };

  const readHead = db
    .select({ revision: head.revision, lastPurge: head.lastPurge })
    .from(head)
    .where(eq(head.id, HEAD_ID))
    .prepare();
  const readContext = db
    .select()
    .from(contexts)
    .where(eq(contexts.context, slot('context')))
    .prepare();
  const listContexts = db.select().from(contexts).prepare();
  const readSchema = db
    .select()
    .from(schemas)
    .where(and(eq(schemas.context, ofSchema.context), eq(schemas.id, ofSchema.id)))
    .prepare();
  const readSchemaByGuid = db
    .select()
    .from(schemas)
    .where(and(eq(schemas.context, slot('context')), eq(schemas.guid, slot('guid'))))
    .prepare();
  const listSchemasByGuid = db
    .select()
    .from(schemas)
    .where(eq(schemas.guid, slot('guid')))
    .prepare();
  const readRetired = db
    .select()
    .from(retired)
    .where(and(eq(retired.context, ofSchema.context), eq(retired.id, ofSchema.id)))
    .prepare();
  const listVersions = db
    .select(VERSION)
    .from(versions)
    .where(eq(versions.subject, slot('subject')))
    .orderBy(asc(versions.version))
    .prepare();
  const listVersionsOfSchema = db
    .select(VERSION)
    .from(versions)
    .where(and(eq(versions.context, ofSchema.context), eq(versions.id, ofSchema.id)))
    .prepare();
  const listVersionsInRange = db.select(VERSION).from(versions).where(withinRange).prepare();
  const listSubjects = db
    .select({ subject: versions.subject, deleted: sql<number>`min(${versions.deleted})` })
    .from(versions)
    .where(withinRange)
    .groupBy(versions.subject)
    .prepare();
  const listReferrers = db
    .select({ context: referrers.context, id: referrers.id })
    .from(referrers)
    .where(and(eq(referrers.subject, slot('subject')), eq(referrers.version, slot('version'))))
    .prepare();
  const readSettings = db
    .select()
    .from(settings)
    .where(eq(settings.scope, slot('scope')))
    .prepare();
  const listSettings = db.select().from(settings).prepare();
  const moveHead = db
    .update(head)
    .set({
      revision: sql`${head.revision} + 1`,
      lastPurge: sql`CASE WHEN ${slot('purges')} THEN ${head.revision} + 1 ELSE ${head.lastPurge} END`,
    })
    .where(and(eq(head.id, HEAD_ID), eq(head.revision, slot('revision'))))
    .prepare();
  const apply = createChanges(db);

  return {
    async readHead() {
      const found = readHead.get();
      if (found === undefined) throw new Error('the head row is gone: the file is damaged');
      return found;
    },
    readContext: async (context) => readContext.get({ context }),
    listContexts: async () => listContexts.all(),
    async readSchema(context, id) {
      const row = readSchema.get({ context, id });
      return row === undefined ? undefined : readSchemaRow(row);
    },
    readRetiredGuid: async (context, id) => readRetired.get({ context, id })?.guid,
    async readSchemaByGuid(context, guid) {
      const row = readSchemaByGuid.get({ context, guid });
      return row === undefined ? undefined : readSchemaRow(row);
    },
    listSchemasByGuid: async (guid) => listSchemasByGuid.all({ guid }).map(readSchemaRow),
    listVersions: async (subject) => listVersions.all({ subject }),
    listVersionsOfSchema: async (context, id) => listVersionsOfSchema.all({ context, id }),
    listVersionsInRange: async (range) => listVersionsInRange.all(fillRange(range)),
    listSubjects: async (range) =>
      listSubjects.all(fillRange(range)).map(({ subject, deleted }) => ({ subject, deleted: deleted === 1 })),
    listReferrers: async (subject, version) => listReferrers.all({ subject, version }),
    readSettings: async (scope) => readSettings.get({ scope })?.settings ?? {},
    listSettings: async () => listSettings.all(),
    listAssociations: async (key) =>
      db
        .select()
        .from(associations)
        .where(matchAssociation(key))
        .all()
        .map(({ association }) => association),
    async listAudit({ sinceMs, principal, subject, beforeSeq, limit }) {
      const isMeant = and(
        sinceMs === undefined ? undefined : gte(audit.atMs, sinceMs),
        principal === undefined ? undefined : eq(audit.principal, principal),
        beforeSeq === undefined ? undefined : lt(audit.seq, beforeSeq),
        subject === undefined ? undefined : sql`instr(${audit.subjects}, ${joinSubjects([subject])}) > 0`,
      );
      const rows = db.select().from(audit).where(isMeant).orderBy(desc(audit.seq)).limit(limit).all();
      return rows.map(({ seq, record }) => ({ ...record, seq }));
    },
    // One read transaction: what other processes commit meanwhile is not seen in it.
    readContent: async () =>
      db.transaction(() => {
        const found = readHead.get();
        return {
          revision: found?.revision ?? 0,
          contexts: listContexts.all(),
          schemas: db.select().from(schemas).all().map(readSchemaRow),
          versions: db.select(VERSION).from(versions).all(),
          settings: listSettings.all(),
          associations: db
            .select()
            .from(associations)
            .all()
            .map(({ association }) => association),
          retired: db.select().from(retired).all(),
        };
      }),
    // The callback must stay synchronous: drizzle commits a node:sqlite transaction when it returns, promise or not.
    commit: async (revision, changes) =>
      db.transaction(
        () => {
          const moved = moveHead.run({ revision, purges: deletesSchema(changes) ? 1 : 0 });
          if (moved.changes === 0) return false;
          for (const change of changes) apply(change);
          wal.note();
          return true;
        },
        { behavior: 'immediate' },
      ),
    sync: () => wal.wait(),
    // Another process that writes the file is found by reading the head, which costs some microseconds.
    watch: () => {},
    async close() {
      await wal.close();
      if (client.isOpen) client.close();
    },
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
