import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import * as kit from 'drizzle-kit/payload/sqlite';
import { integer, sqliteTable, text } from 'drizzle-orm/sqlite-core';
import { expect, it, onTestFinished } from 'vitest';
import { checkGenerated, writeGenerated } from '../../../test/repo/generated-files.ts';
import { addMigration } from '../../../test/repo/migrations.ts';

it('finds tables that no migration leads to, and makes one that does', async () => {
  const root = mkdtempSync(join(tmpdir(), 'sluice-migrations-'));
  onTestFinished(() => rmSync(root, { recursive: true }));
  const generatorOf = (tables: Record<string, unknown>) => ({
    name: 'migrations',
    place: 'libs/registry/migrations' as const,
    generate: () => addMigration(root, 'sqlite', kit, tables),
  });
  const first = generatorOf({ a: sqliteTable('a', { id: integer().primaryKey() }) });
  const second = generatorOf({ a: sqliteTable('a', { id: integer().primaryKey(), name: text() }) });
  mkdirSync(dirname(join(root, first.place)), { recursive: true });

  await writeGenerated(root, [first]);
  expect(await checkGenerated(root, [first])).toEqual([]);
  const findings = await checkGenerated(root, [second]);
  expect(findings.toSorted()).toEqual([
    'libs/registry/migrations/sqlite/0002.sql: missing',
    'libs/registry/migrations/sqlite/snapshot.json: stale',
  ]);
  await writeGenerated(root, [second]);
  expect(await checkGenerated(root, [second])).toEqual([]);
  const files = await second.generate();
  expect(files.get('libs/registry/migrations/sqlite/0001.sql')).toContain('CREATE TABLE');
  expect(files.get('libs/registry/migrations/sqlite/0002.sql')).toContain('ALTER TABLE `a` ADD `name` text;');
});
