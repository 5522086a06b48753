import type { SchemaReference, SchemaType } from '@sluice/formats';
import { integer, primaryKey, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import type { Settings } from '../store.ts';

/** One row, whose id is {@link HEAD_ID}. */
export const head = sqliteTable('head', {
  id: integer().primaryKey(),
  revision: integer().notNull(),
  nextId: integer('next_id').notNull(),
});

export const HEAD_ID = 1;

export const schemas = sqliteTable('schemas', {
  id: integer().primaryKey(),
  guid: text().notNull().unique(),
  schemaType: text('schema_type').$type<SchemaType>().notNull(),
  schema: text().notNull(),
  references: text('refs', { mode: 'json' }).$type<readonly SchemaReference[]>().notNull(),
});

/** Ids of schemas that were deleted, which name nothing else ever after. */
export const retired = sqliteTable('retired', {
  id: integer().primaryKey(),
  guid: text().notNull(),
});

/** What `schemas.refs` says, the other way round. */
export const referrers = sqliteTable(
  'referrers',
  {
    subject: text().notNull(),
    version: integer().notNull(),
    schemaId: integer('schema_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.subject, table.version, table.schemaId] })],
);

export const versions = sqliteTable(
  'versions',
  {
    subject: text().notNull(),
    version: integer().notNull(),
    id: integer('schema_id').notNull(),
    deleted: integer({ mode: 'boolean' }).notNull(),
    createdAtMs: integer('created_at_ms').notNull(),
  },
  (table) => [primaryKey({ columns: [table.subject, table.version] })],
);

export const settings = sqliteTable('settings', {
  scope: text().primaryKey(),
  settings: text({ mode: 'json' }).$type<Settings>().notNull(),
});
