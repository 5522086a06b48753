import { readdirSync, readFileSync } from 'node:fs';

/** The SQL that brings a kind of database from each version to the next; files are only ever added. */
export interface MigrationFiles {
  /** The version after the last. */
  readonly newest: number;
  /** Those that a database of version `found` lacks, in order. Throws when it is of a newer release. */
  listAfter(found: number): readonly string[];
}

/** Finds the files of `migrations/`, beside the sources and beside what is packed of them. None is read before it is needed. */
export function findMigrations(database: 'postgres' | 'sqlite'): MigrationFiles {
  const folder = new URL(`../../migrations/${database}/`, import.meta.url);
  const names = readdirSync(folder).filter((name) => name.endsWith('.sql'));
  const newest = names.length;
  return {
    newest,
    listAfter(found) {
      if (found > newest) {
        throw new Error(`it is of version ${found} and this release knows up to ${newest}: use a newer release`);
      }
      const wanted = names.toSorted().slice(found);
      return wanted.map((name) => readFileSync(new URL(name, folder), 'utf8'));
    },
  };
}
