import type { SchemaReference, SchemaType } from '@sluice/formats';
import type { SchemaMetadata, SchemaRuleSet } from '@sluice/serde';
import { bigint, boolean, integer, json, jsonb, pgSchema, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Association } from '../../association.ts';
import type { Settings } from '../../settings.ts';

/** Our tables stand in a schema of their own, so that the database may be shared. */
export const sluice = pgSchema('sluice');

/** One row, whose id is {@link HEAD_ID}. */
export const head = sluice.table('head', {
  id: integer().primaryKey(),
  revision: bigint({ mode: 'number' }).notNull(),
});

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
  (table) => [primaryKey({ columns: [table.context, table.id] })],
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
  (table) => [primaryKey({ columns: [table.subject, table.version, table.context, table.id] })],
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
  (table) => [primaryKey({ columns: [table.subject, table.version] })],
);

export const settings = sluice.table('settings', {
  scope: text().primaryKey(),
  settings: json().$type<Settings>().notNull(),
});

export const associations = sluice.table('associations', {
  guid: text().primaryKey(),
  subject: text().notNull(),
  resourceId: text('resource_id').notNull(),
  resourceName: text('resource_name').notNull(),
  resourceNamespace: text('resource_namespace').notNull(),
  association: json().$type<Association>().notNull(),
});
