import type { SchemaReference, SchemaType } from '@sluice/formats';
import type { SchemaMetadata, SchemaRuleSet } from '@sluice/serde';
import { sql } from 'drizzle-orm';
import {
  bigint,
  boolean,
  check,
  foreignKey,
  index,
  integer,
  json,
  jsonb,
  pgSchema,
  primaryKey,
  text,
  unique,
} from 'drizzle-orm/pg-core';
import type { Association } from '../../association.ts';
import type { Settings } from '../../settings.ts';
import type { AuditRecord } from '../store.ts';

/** Our tables stand in a schema of their own, so that the database may be shared. */
export const sluice = pgSchema('sluice');

/** One row, whose id is {@link HEAD_ID}. */
export const head = sluice.table(
  'head',
  {
    id: integer().primaryKey(),
    revision: bigint({ mode: 'number' }).notNull(),
    lastPurge: bigint('last_purge', { mode: 'number' }).notNull().default(0),
  },
  (table) => [check('head_id_check', sql`${table.id} = 1`)],
);

export const HEAD_ID = 1;

export const contexts = sluice.table('contexts', {
  context: text().primaryKey(),
  nextId: bigint('next_id', { mode: 'number' }).notNull(),
  listed: boolean().notNull(),
});

export const schemas = sluice.table(
  'schemas',
  {
    context: text().notNull(),
    id: integer().notNull(),
    guid: text().notNull(),
    schemaType: text('schema_type').$type<SchemaType>().notNull(),
    schema: text().notNull(),
    references: jsonb('refs').$type<readonly SchemaReference[]>().notNull(),
    metadata: json().$type<SchemaMetadata>(),
    ruleSet: json('rule_set').$type<SchemaRuleSet>(),
  },
  (table) => [
    primaryKey({ columns: [table.context, table.id] }),
    unique('schemas_guid_context_key').on(table.guid, table.context),
  ],
);

/** Ids of schemas that were deleted, which name nothing else ever after. */
export const retired = sluice.table(
  'retired',
  {
    context: text().notNull(),
    id: integer().notNull(),
    guid: text().notNull(),
  },
  (table) => [primaryKey({ columns: [table.context, table.id] })],
);

/** What `schemas.refs` says, the other way round; subjects are qualified. */
export const referrers = sluice.table(
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
      name: 'referrers_context_schema_id_fkey',
      columns: [table.context, table.id],
      foreignColumns: [schemas.context, schemas.id],
    }).onDelete('cascade'),
    index('referrers_by_schema').on(table.context, table.id),
  ],
);

export const versions = sluice.table(
  'versions',
  {
    subject: text().notNull(),
    version: integer().notNull(),
    context: text().notNull(),
    id: integer('schema_id').notNull(),
    deleted: boolean().notNull(),
    createdAtMs: bigint('created_at_ms', { mode: 'number' }).notNull(),
  },
  (table) => [
    primaryKey({ columns: [table.subject, table.version] }),
    foreignKey({
      name: 'versions_context_schema_id_fkey',
      columns: [table.context, table.id],
      foreignColumns: [schemas.context, schemas.id],
    }),
    index('versions_by_schema').on(table.context, table.id),
  ],
);

export const settings = sluice.table('settings', {
  scope: text().primaryKey(),
  settings: json().$type<Settings>().notNull(),
});

export const associations = sluice.table(
  'associations',
  {
    guid: text().primaryKey(),
    subject: text().notNull(),
    resourceId: text('resource_id').notNull(),
    resourceName: text('resource_name').notNull(),
    resourceNamespace: text('resource_namespace').notNull(),
    association: json().$type<Association>().notNull(),
  },
  (table) => [
    index('associations_by_subject').on(table.subject),
    index('associations_by_resource_id').on(table.resourceId),
    index('associations_by_resource_name').on(table.resourceName),
  ],
);

/** Who wrote what. `record` is all of it, and the rest is what entries are found by. */
export const audit = sluice.table('audit', {
  seq: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
  atMs: bigint('at_ms', { mode: 'number' }).notNull(),
  principal: text().notNull(),
  /** Each between line feeds. */
  subjects: text().notNull(),
  record: json().$type<AuditRecord>().notNull(),
});
