import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as postgresKit from 'drizzle-kit/payload/postgres';
import * as sqliteKit from 'drizzle-kit/payload/sqlite';
import * as postgresTables from '../../libs/registry/src/store/postgres/tables.ts';
import * as sqliteTables from '../../libs/registry/src/store/sqlite/tables.ts';
import type { Generator } from './generators.ts';

const PLACE = 'libs/registry/migrations';

/** What drizzle-kit does for one kind of database. */
interface Dialect<Snapshot> {
  generateDrizzleJson(tables: Record<string, unknown>, previousId?: string): Promise<Snapshot>;
  generateMigration(previous: Snapshot, current: Snapshot): Promise<string[]>;
}

/**
 * The SQL that brings a store's database from each version to the next. What is there stays as it is, so that statements
 * that move data may be written into a migration by hand until it is released; where `tables.ts` says something else than
 * the last snapshot, drizzle-kit makes one more.
 */
export const migrations: Generator = {
  name: 'migrations',
  place: PLACE,
  async generate(root) {
    return new Map([
      ...(await addMigration(root, 'postgres', postgresKit, { ...postgresTables })),
      ...(await addMigration(root, 'sqlite', sqliteKit, { ...sqliteTables })),
    ]);
  },
};

/** The files of one kind of database, with one migration more when its tables changed. */
export async function addMigration<Snapshot extends { readonly id: string }>(
  root: string,
  database: string,
  kit: Dialect<Snapshot>,
  tables: Record<string, unknown>,
): Promise<ReadonlyMap<string, string>> {
  const place = `${PLACE}/${database}`;
  const snapshotPath = `${place}/snapshot.json`;
  const files = new Map(listFiles(join(root, place)).map((name) => [`${place}/${name}`, readText(root, place, name)]));
  const snapshot = files.get(snapshotPath);
  const previous = snapshot === undefined ? await kit.generateDrizzleJson({}) : (JSON.parse(snapshot) as Snapshot);
  const current = await kit.generateDrizzleJson(tables, previous.id);
  const statements = await kit.generateMigration(previous, current);
  if (statements.length === 0) return files;
  const number = String([...files.keys()].filter((path) => path.endsWith('.sql')).length + 1).padStart(4, '0');
  const text = statements.map((statement) => statement.trim()).join('\n');
  files.set(`${place}/${number}.sql`, `-- Made by \`npm run gen\` with drizzle-kit from tables.ts.\n${text}\n`);
  const marked = { madeBy: 'npm run gen', ...current };
  return files.set(snapshotPath, `${JSON.stringify(marked, undefined, 2)}\n`);
}

function listFiles(folder: string): readonly string[] {
  return existsSync(folder) ? readdirSync(folder).toSorted() : [];
}

function readText(...path: readonly string[]): string {
  return readFileSync(join(...path), 'utf8');
}
