import type { SchemaReference, SchemaType } from '@sluice/formats';
import { bigint, boolean, integer, jsonb, pgSchema, primaryKey, text } from 'drizzle-orm/pg-core';
import type { Settings } from '../store.ts';

/** Our tables stand in a schema of their own, so that the database may be shared. */
export const sluice = pgSchema('sluice');

/** One row, whose id is {@link HEAD_ID}. */
export const head = sluice.table('head', {
  id: integer().primaryKey(),
  revision: bigint({ mode: 'number' }).notNull(),
  nextId: bigint('next_id', { mode: 'number' }).notNull(),
});

export const HEAD_ID = 1;

export const schemas = sluice.table('schemas', {
  id: integer().primaryKey(),
  guid: text().notNull().unique(),
  schemaType: text('schema_type').$type<SchemaType>().notNull(),
  schema: text().notNull(),
  references: jsonb('refs').$type<readonly SchemaReference[]>().notNull(),
});

/** Ids of schemas that were deleted, which name nothing else ever after. */
export const retired = sluice.table('retired', {
  id: integer().primaryKey(),
  guid: text().notNull(),
});

/** What `schemas.refs` says, the other way round. */
export const referrers = sluice.table(
  'referrers',
  {
    subject: text().notNull(),
    version: integer().notNull(),
    schemaId: integer('schema_id').notNull(),
  },
  (table) => [primaryKey({ columns: [table.subject, table.version, table.schemaId] })],
);

export const versions = sluice.table(
  'versions',
  {
    subject: text().notNull(),
    version: integer().notNull(),
    id: integer('schema_id').notNull(),
    deleted: boolean().notNull(),
    createdAtMs: bigint('created_at_ms', { mode: 'number' }).notNull(),
  },
  (table) => [primaryKey({ columns: [table.subject, table.version] })],
);

export const settings = sluice.table('settings', {
  scope: text().primaryKey(),
  settings: jsonb().$type<Settings>().notNull(),
});
