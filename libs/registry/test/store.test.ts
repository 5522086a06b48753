import { DatabaseSync } from 'node:sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import postgres from 'postgres';
import { describeRequiring } from '../../../test/requirements.ts';
import { openPostgresStore } from '../src/store/postgres/index.ts';
import { MIGRATIONS as POSTGRES_MIGRATIONS } from '../src/store/postgres/migrations.ts';
import { openSqliteStore } from '../src/store/sqlite/index.ts';
import { MIGRATIONS } from '../src/store/sqlite/migrations.ts';
import type { Store } from '../src/store/store.ts';
import { usePostgres, useStores } from './open-stores.ts';
import { describeStore } from './store-contract.ts';

const stores = useStores();
describeStore('memory', stores.memory);
describeStore('SQLite', stores.sqlite);

describeRequiring(['postgres'], 'with a PostgreSQL server', () => {
  const { open } = usePostgres();
  describeStore('PostgreSQL', open);

  it('migrates once when two replicas start on one empty database', async () => {
    const { url, store } = await open();
    const others = await Promise.all([openPostgresStore(url), openPostgresStore(url)]);
    await store.commit(0, [{ type: 'put-settings', scope: 's', settings: { mode: 'IMPORT' } }]);
    for (const other of others) {
      expect(await other.readSettings('s')).toEqual({ mode: 'IMPORT' });
      await other.close();
    }
  });

  it('keeps what was there before there were contexts', async () => {
    const { url, store } = await open();
    await store.close();
    const client = postgres(url, { max: 1, onnotice: () => {} });
    await client.unsafe('DROP SCHEMA sluice CASCADE; CREATE SCHEMA sluice');
    await client.unsafe('CREATE TABLE sluice.migrations (version integer NOT NULL)');
    await client.unsafe('INSERT INTO sluice.migrations VALUES (1), (2)');
    for (const migration of POSTGRES_MIGRATIONS.slice(0, 2)) await client.unsafe(migration);
    await client.unsafe(OLD_ROWS.replaceAll(/INTO |UPDATE /g, '$&sluice.'));
    await client.end();
    const migrated = await openPostgresStore(url);
    await checkMigrated(migrated);
    await migrated.close();
  });

  it('says which database cannot be opened, without its password', async () => {
    const opening = openPostgresStore('postgres://u:secret@127.0.0.1:1/db');
    await expect(opening).rejects.toThrow(/postgres:\/\/127\.0\.0\.1:1\/db cannot be opened/);
    await expect(opening).rejects.not.toThrow(/secret/);
  });
});

it('keeps what an SQLite file held before there were contexts', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-registry-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'registry.db');
  const client = new DatabaseSync(path);
  for (const migration of MIGRATIONS.slice(0, 2)) client.exec(migration);
  client.exec(OLD_ROWS);
  client.exec('PRAGMA user_version = 2');
  client.close();
  const store = await openSqliteStore(path);
  await checkMigrated(store);
  await store.close();
});

/** Rows as the second version of both databases took them. */
const OLD_ROWS = `
  INSERT INTO schemas (id, guid, schema_type, schema, refs) VALUES (3, 'g3', 'AVRO', '"int"', '[]');
  INSERT INTO schemas (id, guid, schema_type, schema, refs)
    VALUES (4, 'g4', 'AVRO', '"R"', '[{"name":"R","subject":"a","version":1}]');
  INSERT INTO versions (subject, version, schema_id, deleted, created_at_ms) VALUES ('a', 1, 3, '0', 1700000000001);
  INSERT INTO versions (subject, version, schema_id, deleted, created_at_ms) VALUES ('a', 2, 4, '1', 1700000000002);
  INSERT INTO referrers (subject, version, schema_id) VALUES ('a', 1, 4);
  INSERT INTO retired (id, guid) VALUES (2, 'g2');
  INSERT INTO settings (scope, settings) VALUES ('', '{"compatibility":"FULL","mode":"READONLY"}');
  INSERT INTO settings (scope, settings) VALUES ('a', '{"mode":"IMPORT"}');
  UPDATE head SET revision = 9, next_id = 5;
`;

async function checkMigrated(store: Store): Promise<void> {
  expect(await store.readHead()).toMatchObject({ revision: 9 });
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
  expect(await store.readRetiredGuid('.', 4)).toBe('g4');
  expect(await store.listReferrers('a', 1)).toEqual([]);
}

it('refuses an SQLite file of a newer release', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-registry-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'registry.db');
  const client = new DatabaseSync(path);
  client.exec('PRAGMA user_version = 99');
  client.close();
  await expect(openSqliteStore(path)).rejects.toThrow(/version 99 .* newer release/);
});

it('writes SQLite so that a commit survives the loss of power', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sluice-registry-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const path = join(folder, 'registry.db');
  const store = await openSqliteStore(path);
  const client = new DatabaseSync(path);
  expect(client.prepare('PRAGMA journal_mode').get()).toEqual({ journal_mode: 'wal' });
  client.close();
  await store.close();
});
