import { DatabaseSync } from 'node:sqlite';
import type { Store } from '../store.ts';
import { migrate } from './migrations.ts';
import { createSqliteStore } from './store.ts';
import { createWalSync } from './wal-sync.ts';

/** How long a commit waits for another process that holds the file. */
const BUSY_TIMEOUT_MS = 5000;

/**
 * Opens the SQLite file at `path`, making it when it is not there; its folder must exist. What was committed
 * survives the loss of power once {@link Store.sync} resolved after it, or the store was closed. Several processes may open one file.
 */
export async function openSqliteStore(path: string): Promise<Store> {
  const client = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  try {
    client.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    migrate(client);
    return createSqliteStore(client, createWalSync(path));
  } catch (error) {
    client.close();
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`the schema store ${path} cannot be opened: ${reason}`, { cause: error });
  }
}
