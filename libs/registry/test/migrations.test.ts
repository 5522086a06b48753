import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import * as postgresKit from 'drizzle-kit/payload/postgres';
import * as sqliteKit from 'drizzle-kit/payload/sqlite';
import { drizzle } from 'drizzle-orm/postgres-js';
import postgres from 'postgres';
import { describe, expect, it, onTestFinished } from 'vitest';
import { describeRequiring } from '../../../test/requirements.ts';
import { findMigrations } from '../src/store/migration-files.ts';
import { openPostgresStore } from '../src/store/postgres/index.ts';
import * as postgresTables from '../src/store/postgres/tables.ts';
import { openSqliteStore } from '../src/store/sqlite/index.ts';
import * as sqliteTables from '../src/store/sqlite/tables.ts';
import type { Store } from '../src/store/store.ts';
import { OLD_POSTGRES_TABLES, OLD_ROWS, OLD_SQLITE_TABLES } from './old-database.ts';
import { usePostgres } from './open-stores.ts';

describe('migrations of SQLite', () => {
  it('keep what a file held before there were contexts', async () => {
    const path = makePath();
    query(path, (client) => client.exec(OLD_SQLITE_TABLES + OLD_ROWS));
    const store = await openSqliteStore(path);
    await checkMigrated(store);
    await store.close();
  });

  it('lead to the tables that tables.ts names', async () => {
    const migrated = makePath();
    await (await openSqliteStore(migrated)).close();
    const declared = makePath();
    const empty = await sqliteKit.generateDrizzleJson({});
    const wanted = await sqliteKit.generateDrizzleJson({ ...sqliteTables });
    const statements = await sqliteKit.generateMigration(empty, wanted);
    query(declared, (client) => client.exec(statements.join('\n')));
    expect(query(migrated, describeTables)).toEqual(query(declared, describeTables));
  });

  it('check foreign keys, and leave them on', async () => {
    const path = makePath();
    query(path, (client) => client.exec(OLD_SQLITE_TABLES + OLD_ROWS));
    query(path, (client) => client.exec('PRAGMA foreign_keys = OFF; DELETE FROM schemas WHERE id = 3'));
    await expect(openSqliteStore(path)).rejects.toThrow(/do not fit together/);
    expect(query(path, (client) => client.prepare('PRAGMA user_version').get())).toEqual({ user_version: 2 });

    const store = await openSqliteStore(makePath());
    const orphan = { subject: 's', version: 1, id: 7, deleted: false, createdAtMs: 1 };
    await expect(store.commit(0, [{ type: 'put-version', version: orphan }])).rejects.toThrow(/FOREIGN KEY|Failed/);
    await store.close();
  });

  it('refuse a file of a newer release and leave it as it is', async () => {
    const path = makePath();
    query(path, (client) => client.exec('PRAGMA user_version = 99'));
    await expect(openSqliteStore(path)).rejects.toThrow(/version 99 .* newer release/);
    expect(query(path, (client) => client.prepare('PRAGMA user_version').get())).toEqual({ user_version: 99 });
  });
});

describeRequiring(['postgres'], 'migrations of PostgreSQL', () => {
  const { open } = usePostgres();

  it('keep what was there before there were contexts', async () => {
    const { url, store } = await open();
    await store.close();
    await ask(url, async (client) => {
      await client.unsafe('DROP SCHEMA sluice CASCADE');
      await client.unsafe(OLD_POSTGRES_TABLES);
      await client.unsafe(`SET search_path = sluice; ${OLD_ROWS}`);
    });
    const migrated = await openPostgresStore(url);
    await checkMigrated(migrated);
    await migrated.close();
  });

  it('lead to the tables that tables.ts names', async () => {
    const { url } = await open();
    const missing = await ask(url, async (client) => {
      const db = drizzle({ client });
      const database = { execute: async (statement: string) => ({ rows: await db.execute(statement) }) };
      const filter = { schemas: ['sluice'] };
      const log = { schema: 'sluice', table: 'migrations' };
      return postgresKit.pushSchema({ ...postgresTables }, database as never, filter as never, log);
    });
    expect(missing.sqlStatements).toEqual([]);
  });

  it('happen once when three replicas start on one empty database', async () => {
    const { url, store } = await open();
    await store.close();
    await ask(url, (client) => client.unsafe('DROP SCHEMA sluice CASCADE'));
    const replicas = await Promise.all([1, 2, 3].map(() => openPostgresStore(url)));
    await replicas[0]?.commit(0, [{ type: 'put-settings', scope: 's', settings: { mode: 'IMPORT' } }]);
    for (const replica of replicas) {
      expect(await replica.readSettings('s')).toEqual({ mode: 'IMPORT' });
      await replica.close();
    }
    const versions = await ask(url, (client) =>
      client.unsafe('SELECT version FROM sluice.migrations ORDER BY version'),
    );
    const { newest } = findMigrations('postgres');
    expect(versions.map(({ version }) => version)).toEqual(Array.from({ length: newest }, (_, index) => index + 1));
  });

  it('refuse a database of a newer release and leave it as it is', async () => {
    const { url, store } = await open();
    await store.close();
    await ask(url, (client) => client.unsafe('INSERT INTO sluice.migrations VALUES (99)'));
    await expect(openPostgresStore(url)).rejects.toThrow(/version 99 .* newer release/);
  });
});

async function ask<Answer>(url: string, run: (client: postgres.Sql) => Promise<Answer>): Promise<Answer> {
  const client = postgres(url, { max: 1, onnotice: () => {} });
  try {
    return await run(client);
  } finally {
    await client.end();
  }
}

function query<Answer>(path: string, run: (client: DatabaseSync) => Answer): Answer {
  const client = new DatabaseSync(path);
  try {
    return run(client);
  } finally {
    client.close();
  }
}

function makePath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-registry-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'registry.db');
}

/** Every table's columns, keys and indexes, whatever their order and the names of constraints. */
function describeTables(client: DatabaseSync): object {
  const tables = client.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").all();
  const pragma = (name: string, of: unknown) =>
    client
      .prepare(`PRAGMA ${name}(${String(of)})`)
      .all()
      .map((row): Record<string, unknown> => ({ ...row, cid: 0, seq: 0, id: 0 }));
  return tables.map(({ name }) => {
    const indexes = pragma('index_list', name).map(({ name: index, unique, origin }) => {
      const columns = pragma('index_info', index).map((column) => column['name']);
      return { columns, unique, origin, ...(origin === 'c' && { index }) };
    });
    const columns = pragma('table_info', name).map(({ type, dflt_value: value, pk, notnull, ...column }) => ({
      ...column,
      pk,
      // What is part of a key is never null, whether that is said or not.
      notnull: pk === 0 ? notnull : 1,
      type: String(type).toLowerCase(),
      value: JSON.stringify(value),
    }));
    return {
      name,
      columns: sortRows(columns),
      keys: sortRows(pragma('foreign_key_list', name)),
      indexes: sortRows(indexes),
    };
  });
}

function sortRows(rows: readonly object[]): readonly string[] {
  return rows.map((row) => JSON.stringify(row)).toSorted();
}

async function checkMigrated(store: Store): Promise<void> {
  expect(await store.readHead()).toEqual({ revision: 9, lastPurge: 0 });
  expect(await store.listContexts()).toEqual([{ context: '.', nextId: 5, listed: true }]);
  const references = [{ name: 'R', subject: 'a', version: 1 }];
  const schema = { context: '.', id: 4, guid: 'g4', schemaType: 'AVRO', schema: '"R"', references };
  expect(await store.readSchemaByGuid('.', 'g4')).toEqual(schema);
  expect(await store.listVersions('a')).toEqual([
    { subject: 'a', version: 1, id: 3, deleted: false, createdAtMs: 1_700_000_000_001 },
    { subject: 'a', version: 2, id: 4, deleted: true, createdAtMs: 1_700_000_000_002 },
  ]);
  expect(await store.listReferrers('a', 1)).toEqual([{ context: '.', id: 4 }]);
  expect(await store.readRetiredGuid('.', 2)).toBe('g2');
  expect(await store.readSettings('')).toEqual({ mode: 'READONLY', config: { compatibilityLevel: 'FULL' } });
  expect(await store.readSettings('a')).toEqual({ mode: 'IMPORT' });
  const next = [
    { type: 'delete-version', subject: 'a', version: 2 },
    { type: 'delete-schema', context: '.', id: 4 },
  ] as const;
  expect(await store.commit(9, next)).toBe(true);
  expect(await store.readHead()).toEqual({ revision: 10, lastPurge: 10 });
  expect(await store.readRetiredGuid('.', 4)).toBe('g4');
  expect(await store.listReferrers('a', 1)).toEqual([]);
}
