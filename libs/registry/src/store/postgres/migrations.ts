import type { Sql } from 'postgres';
import { findMigrations } from '../migration-files.ts';

/** Any number, as long as every release takes the same: replicas that start together migrate one after another. */
const MIGRATION_LOCK = 7_358_423;

/** Brings the database to the newest version in one transaction. */
export async function migrate(client: Sql): Promise<void> {
  const migrations = findMigrations('postgres');
  await client.begin(async (transaction) => {
    // A replica that waits here waits for another's migration, which may take long.
    await transaction`SET LOCAL statement_timeout = 0`;
    await transaction`SET LOCAL lock_timeout = 0`;
    await transaction`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`;
    await transaction`CREATE SCHEMA IF NOT EXISTS sluice`;
    await transaction`CREATE TABLE IF NOT EXISTS sluice.migrations (version integer NOT NULL)`;
    const [row] = await transaction<
      { version: number | null }[]
    >`SELECT max(version) AS version FROM sluice.migrations`;
    let version = row?.version ?? 0;
    for (const migration of migrations.listAfter(version)) {
      await transaction.unsafe(migration);
      await transaction`INSERT INTO sluice.migrations (version) VALUES (${++version})`;
    }
  });
}
