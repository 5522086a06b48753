import { DatabaseSync } from 'node:sqlite';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { describeRequiring } from '../../../test/requirements.ts';
import { openPostgresStore } from '../src/store/postgres/index.ts';
import { openSqliteStore } from '../src/store/sqlite/index.ts';
import { usePostgres, useStores } from './open-stores.ts';
import { describeStore } from './store-contract.ts';

const stores = useStores();
describeStore('memory', stores.memory);
describeStore('SQLite', stores.sqlite);

describeRequiring(['postgres'], 'with a PostgreSQL server', () => {
  const { open } = usePostgres();
  describeStore('PostgreSQL', open);

  it('says which database cannot be opened, without its password', async () => {
    const opening = openPostgresStore('postgres://u:secret@127.0.0.1:1/db');
    await expect(opening).rejects.toThrow(/postgres:\/\/127\.0\.0\.1:1\/db cannot be opened/);
    await expect(opening).rejects.not.toThrow(/secret/);
  });
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
