import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import postgres from 'postgres';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { startPostgres } from '../../../test/postgres.ts';
import { createMemoryStore } from '../src/store/memory.ts';
import { openPostgresStore } from '../src/store/postgres/index.ts';
import { openSqliteStore } from '../src/store/sqlite/index.ts';
import type { Store } from '../src/store/store.ts';
import type { StoreUnderTest } from './store-contract.ts';

/** Ways to open an empty store inside a suite; what they open is closed after each test. */
export interface OpenStores {
  memory(): Promise<StoreUnderTest>;
  sqlite(): Promise<StoreUnderTest>;
}

export function useStores(): OpenStores {
  const { keep } = useClosing();
  const folders: string[] = [];
  afterAll(() => {
    for (const folder of folders) rmSync(folder, { recursive: true, force: true });
  });

  return {
    memory: async () => ({ store: keep(createMemoryStore()) }),
    async sqlite() {
      const folder = mkdtempSync(join(tmpdir(), 'sluice-registry-'));
      folders.push(folder);
      const path = join(folder, 'registry.db');
      let store = keep(await openSqliteStore(path));
      return {
        store,
        async reopen() {
          await store.close();
          store = keep(await openSqliteStore(path));
          return store;
        },
        openAnother: async () => keep(await openSqliteStore(path)),
      };
    },
  };
}

/** The same on a PostgreSQL server of the suite's own; each store has a database to itself. */
export function usePostgres(): { open(): Promise<StoreUnderTest & { url: string }> } {
  const { keep } = useClosing();
  let server: Awaited<ReturnType<typeof startPostgres>> | undefined;
  let databases = 0;
  beforeAll(async () => {
    server = await startPostgres();
  });
  afterAll(() => server?.stop());

  return {
    async open() {
      if (server === undefined) throw new Error('the PostgreSQL server did not start');
      const name = `test_${++databases}`;
      const admin = postgres(server.url, { max: 1 });
      await admin.unsafe(`CREATE DATABASE ${name}`);
      await admin.end();
      const url = server.url.replace(/[^/]+$/, name);
      const store = keep(await openPostgresStore(url));
      const openAnother = async () => keep(await openPostgresStore(url));
      return { url, store, reopen: openAnother, openAnother };
    },
  };
}

function useClosing(): { keep(store: Store): Store } {
  const opened: Store[] = [];
  afterEach(async () => {
    for (const store of opened.splice(0)) await store.close().catch(() => {});
  });
  return {
    keep(store) {
      opened.push(store);
      return store;
    },
  };
}
