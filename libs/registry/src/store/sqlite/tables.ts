import type { SchemaReference, SchemaType } from '@sluice/formats';
import type { SchemaMetadata, SchemaRuleSet } from '@sluice/serde';
import { sql } from 'drizzle-orm';
import { check, foreignKey, index, integer, primaryKey, sqliteTable, text, unique } from 'drizzle-orm/sqlite-core';
import type { Association } from '../../association.ts';
import type { Settings } from '../../settings.ts';
import type { AuditRecord } from '../store.ts';

/** One row, whose id is {@link HEAD_ID}. */
export const head = sqliteTable(
  'head',
  {
    id: integer().primaryKey(),
    revision: integer().notNull(),
    lastPurge: integer('last_purge').notNull().default(0),
  },
  (table) => [check('head_id_check', sql`${table.id} = 1`)],
);

export const HEAD_ID = 1;

export const contexts = sqliteTable('contexts', {
  context: text().primaryKey(),
  nextId: integer('next_id').notNull(),
  listed: integer({ mode: 'boolean' }).notNull(),
});

export const schemas = sqliteTable(
  'schemas',
  {
    context: text().notNull(),
    id: integer().notNull(),
    guid: text().notNull(),
    schemaType: text('schema_type').$type<SchemaType>().notNull(),
    schema: text().notNull(),
    references: text('refs', { mode: 'json' }).$type<readonly SchemaReference[]>().notNull(),
    metadata: text({ mode: 'json' }).$type<SchemaMetadata>(),
    ruleSet: text('rule_set', { mode: 'json' }).$type<SchemaRuleSet>(),
  },
  (table) => [primaryKey({ columns: [table.context, table.id] }), unique().on(table.guid, table.context)],
);

/** Ids of schemas that were deleted, which name nothing else ever after. */
export const retired = sqliteTable(
  'retired',
  {
    context: text().notNull(),
    id: integer().notNull(),
    guid: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.context, table.id] })],
);

/** What `schemas.refs` says, the other way round; subjects are qualified. */
export const referrers = sqliteTable(
  'referrers',
  {
    subject: text().notNull(),
    version: integer().notNull(),
    context: text().notNull(),
    id: integer('schema_id').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.subject, table.version, table.context, table.id] }),
    foreignKey({
      columns: [table.context, table.id],
      foreignColumns: [schemas.context, schemas.id],
    }).onDelete('cascade'),
    index('referrers_by_schema').on(table.context, table.id),
  ],
);

export const versions = sqliteTable(
  'versions',
  {
    subject: text().notNull(),
    version: integer().notNull(),
    context: text().notNull(),
    id: integer('schema_id').notNull(),
    deleted: integer({ mode: 'boolean' }).notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.subject, table.version] }),
    foreignKey({
      columns: [table.context, table.id],
      foreignColumns: [schemas.context, schemas.id],
    }),
    index('versions_by_schema').on(table.context, table.id),
  ],
);

export const settings = sqliteTable('settings', {
  scope: text().primaryKey(),
  settings: text({ mode: 'json' }).$type<Settings>().notNull(),
});

export const associations = sqliteTable(
  'associations',
  {
    guid: text().primaryKey(),
    subject: text().notNull(),
    resourceId: text('resource_id').notNull(),
    resourceName: text('resource_name').notNull(),
    resourceNamespace: text('resource_namespace').notNull(),
    association: text({ mode: 'json' }).$type<Association>().notNull(),
  },
  (table) => [
    index('associations_by_subject').on(table.subject),
    index('associations_by_resource_id').on(table.resourceId),
    index('associations_by_resource_name').on(table.resourceName),
  ],
);

/** Who wrote what. `record` is all of it, and the rest is what entries are found by. */
export const audit = sqliteTable('audit', {
  seq: integer().primaryKey({ autoIncrement: true }),
  atMs: integer('at_ms').notNull(),
  principal: text().notNull(),
  /** Each between line feeds. */
  subjects: text().notNull(),
  record: text({ mode: 'json' }).$type<AuditRecord>().notNull(),
});
