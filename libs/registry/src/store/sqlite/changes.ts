import { splitSubject } from '@sluice/serde';
import { and, eq, lt, lte, max, or, sql } from 'drizzle-orm';
import type { drizzle } from 'drizzle-orm/node-sqlite';
import { joinSubjects, listTargets, writeSchemaRow } from '../schema-row.ts';
import type { StoreChange } from '../store.ts';
import { associations, audit, contexts, referrers, retired, schemas, settings, versions } from './tables.ts';

/** What applies each change of a commit, its statements prepared once. */
export function createChanges(db: ReturnType<typeof drizzle>): (change: StoreChange) => void {
  const slot = sql.placeholder;
  const isSchema = and(eq(schemas.context, slot('context')), eq(schemas.id, slot('id')));

  const raiseNextId = db
    .insert(contexts)
    .values({ context: slot('context'), nextId: slot('nextId'), listed: true })
    .onConflictDoUpdate({
      target: contexts.context,
      set: { nextId: sql`max(${contexts.nextId}, excluded.next_id)`, listed: true },
    })
    .prepare();
  const unlistContext = db
    .update(contexts)
    .set({ listed: false })
    .where(eq(contexts.context, slot('context')))
    .prepare();
  const putContext = db
    .insert(contexts)
    .values({ context: slot('context'), nextId: slot('nextId'), listed: slot('listed') })
    .onConflictDoUpdate({
      target: contexts.context,
      set: {
        nextId: sql`max(${contexts.nextId}, excluded.next_id)`,
        listed: sql`max(${contexts.listed}, excluded.listed)`,
      },
    })
    .prepare();
  const retireId = db
    .insert(retired)
    .values({ context: slot('context'), id: slot('id'), guid: slot('guid') })
    .onConflictDoNothing()
    .prepare();
  const insertSchema = db
    .insert(schemas)
    .values({
      context: slot('context'),
      id: slot('id'),
      guid: slot('guid'),
      schemaType: slot('schemaType'),
      schema: slot('schema'),
      references: slot('references'),
      metadata: slot('metadata'),
      ruleSet: slot('ruleSet'),
    })
    .prepare();
  const insertReferrer = db
    .insert(referrers)
    .values({ subject: slot('subject'), version: slot('version'), context: slot('context'), id: slot('id') })
    .prepare();
  const retireSchema = db
    .insert(retired)
    .select(db.select({ context: schemas.context, id: schemas.id, guid: schemas.guid }).from(schemas).where(isSchema))
    .onConflictDoNothing()
    .prepare();
  const deleteSchema = db.delete(schemas).where(isSchema).prepare();
  const putVersion = db
    .insert(versions)
    .values({
      subject: slot('subject'),
      version: slot('version'),
      context: slot('context'),
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
  const addAudit = db
    .insert(audit)
    .values({ atMs: slot('atMs'), principal: slot('principal'), subjects: slot('subjects'), record: slot('record') })
    .prepare();
  const deleteSettings = db
    .delete(settings)
    .where(eq(settings.scope, slot('scope')))
    .prepare();

  return (change) => {
    switch (change.type) {
      case 'put-schema': {
        const { context, id } = change.schema;
        insertSchema.run({ ...writeSchemaRow(change.schema) });
        for (const target of listTargets(change.schema)) insertReferrer.run({ ...target, context, id });
        raiseNextId.run({ context, nextId: id + 1 });
        return;
      }
      case 'delete-schema': {
        const { context, id } = change;
        retireSchema.run({ context, id });
        deleteSchema.run({ context, id });
        return;
      }
      case 'put-version':
        putVersion.run({ ...change.version, context: splitSubject(change.version.subject).context });
        return;
      case 'delete-version':
        deleteVersion.run({ subject: change.subject, version: change.version });
        return;
      case 'put-settings':
        if (Object.keys(change.settings).length === 0) deleteSettings.run({ scope: change.scope });
        else putSettings.run({ scope: change.scope, settings: change.settings });
        return;
      case 'delete-context':
        unlistContext.run({ context: change.context });
        return;
      case 'put-context':
        putContext.run({ ...change.context });
        return;
      case 'retire-id': {
        const { context, id } = change.retired;
        retireId.run({ ...change.retired });
        putContext.run({ context, nextId: id + 1, listed: false });
        return;
      }
      case 'put-association': {
        const { association } = change;
        const { guid, subject, resourceId, resourceName, resourceNamespace } = association;
        const row = { guid, subject, resourceId, resourceName, resourceNamespace, association };
        db.insert(associations).values(row).onConflictDoUpdate({ target: associations.guid, set: row }).run();
        return;
      }
      case 'delete-association':
        db.delete(associations).where(eq(associations.guid, change.guid)).run();
        return;
      case 'add-audit': {
        const { record } = change;
        addAudit.run({
          atMs: record.atMs,
          principal: record.principal,
          subjects: joinSubjects(record.subjects),
          record,
        });
        return;
      }
      case 'trim-audit': {
        const newest = db.select({ seq: max(audit.seq) }).from(audit);
        const isOld = or(lt(audit.atMs, change.sinceMs), lte(audit.seq, sql`(${newest}) - ${change.maxEntries}`));
        db.delete(audit).where(isOld).run();
      }
    }
  };
}
