import type { DatabaseSync } from 'node:sqlite';
import { findMigrations } from '../migration-files.ts';

/**
 * Brings the file to the newest version in one transaction, so that two processes that open it at once do it once.
 * Foreign keys are off meanwhile, for some changes make a table anew, and looked at afterwards.
 */
export function migrate(client: DatabaseSync): void {
  const migrations = findMigrations('sqlite');
  client.exec('PRAGMA foreign_keys = OFF');
  client.exec('BEGIN IMMEDIATE');
  try {
    const found = Number(client.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
    const missing = migrations.listAfter(found);
    for (const migration of missing) client.exec(migration);
    if (missing.length > 0 && client.prepare('PRAGMA foreign_key_check').all().length > 0) {
      throw new Error(`its rows do not fit together after version ${migrations.newest}`);
    }
    client.exec(`PRAGMA user_version = ${migrations.newest}`);
    client.exec('COMMIT');
  } catch (error) {
    client.exec('ROLLBACK');
    throw error;
  }
  client.exec('PRAGMA foreign_keys = ON');
}
