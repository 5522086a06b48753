import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../store.ts';
import { migrate } from './migrations.ts';
import { createSqliteStore } from './store.ts';

/** How long a commit waits for another process that holds the file. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens the SQLite file at `path`, making it when it is not there; its folder must exist. Committed changes survive the
 * loss of power (WAL, synchronous FULL). Several processes may open one file.
 */
export async function openSqliteStore(path: string): Promise<Store> {
  const client = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    client.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
    migrate(client);
    return createSqliteStore(client);
  } catch (error) {
    client.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the schema store ${path} cannot be opened: ${reason}`, { cause: error });
  }
}
