import { splitSubject } from '@sluice/serde';
import { and, eq, lt, lte, max, or, sql } from 'drizzle-orm';
import type { drizzle } from 'drizzle-orm/pg-proxy';
import { joinSubjects, listTargets, writeSchemaRow } from '../schema-row.ts';
import type { StoreChange, StoredContext, StoredSchema } from '../store.ts';
import { associations, audit, contexts, referrers, retired, schemas, settings, versions } from './tables.ts';

/** What takes statements in their order. */
type Transaction = ReturnType<typeof drizzle>;

/** Applies one change of a commit. */
export async function applyChange(transaction: Transaction, change: StoreChange): Promise<void> {
  switch (change.type) {
    case 'put-schema':
      return putSchema(transaction, change.schema);
    case 'delete-schema': {
      const isSchema = and(eq(schemas.context, change.context), eq(schemas.id, change.id));
      const gone = transaction
        .select({ context: schemas.context, id: schemas.id, guid: schemas.guid })
        .from(schemas)
        .where(isSchema);
      await transaction.insert(retired).select(gone).onConflictDoNothing();
      await transaction.delete(schemas).where(isSchema);
      return;
    }
    case 'put-version': {
      const { subject, version, id, deleted, createdAtMs } = change.version;
      const { context } = splitSubject(subject);
      await transaction
        .insert(versions)
        .values({ subject, version, context, id, deleted, createdAtMs })
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
      return;
    }
    case 'delete-context':
      await transaction.update(contexts).set({ listed: false }).where(eq(contexts.context, change.context));
      return;
    case 'put-context':
      return putContext(transaction, change.context);
    case 'retire-id': {
      const { context, id } = change.retired;
      await transaction.insert(retired).values(change.retired).onConflictDoNothing();
      return putContext(transaction, { context, nextId: id + 1, listed: false });
    }
    case 'put-association': {
      const { association } = change;
      const { guid, subject, resourceId, resourceName, resourceNamespace } = association;
      const row = { guid, subject, resourceId, resourceName, resourceNamespace, association };
      await transaction.insert(associations).values(row).onConflictDoUpdate({ target: associations.guid, set: row });
      return;
    }
    case 'delete-association':
      await transaction.delete(associations).where(eq(associations.guid, change.guid));
      return;
    case 'add-audit': {
      const { record } = change;
      const { atMs, principal, subjects } = record;
      await transaction.insert(audit).values({ atMs, principal, subjects: joinSubjects(subjects), record });
      return;
    }
    case 'trim-audit': {
      const newest = transaction.select({ seq: max(audit.seq) }).from(audit);
      const isOld = or(lt(audit.atMs, change.sinceMs), lte(audit.seq, sql`(${newest}) - ${change.maxEntries}`));
      await transaction.delete(audit).where(isOld);
    }
  }
}

async function putContext(transaction: Transaction, context: StoredContext): Promise<void> {
  await transaction
    .insert(contexts)
    .values(context)
    .onConflictDoUpdate({
      target: contexts.context,
      set: {
        nextId: sql`greatest(${contexts.nextId}, excluded.next_id)`,
        listed: sql`${contexts.listed} OR excluded.listed`,
      },
    });
}

async function putSchema(transaction: Transaction, schema: StoredSchema): Promise<void> {
  const { context, id } = schema;
  await transaction.insert(schemas).values(writeSchemaRow(schema));
  const rows = listTargets(schema).map((target) => ({ ...target, context, id }));
  if (rows.length > 0) await transaction.insert(referrers).values(rows);
  await transaction
    .insert(contexts)
    .values({ context, nextId: id + 1, listed: true })
    .onConflictDoUpdate({
      target: contexts.context,
      set: { nextId: sql`greatest(${contexts.nextId}, excluded.next_id)`, listed: true },
    });
}
