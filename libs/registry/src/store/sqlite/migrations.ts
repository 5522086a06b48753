import type { DatabaseSync } from 'node:sqlite';

/** What brings a file from each version to the next; only ever added to. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    revision INTEGER NOT NULL,
    next_id INTEGER NOT NULL
  ) STRICT;
  INSERT INTO head (id, revision, next_id) VALUES (1, 0, 1);

  CREATE TABLE schemas (
    id INTEGER PRIMARY KEY,
    guid TEXT NOT NULL UNIQUE,
    schema_type TEXT NOT NULL,
    schema TEXT NOT NULL,
    refs TEXT NOT NULL
  ) STRICT;

  CREATE TABLE referrers (
    subject TEXT NOT NULL,
    version INTEGER NOT NULL,
    schema_id INTEGER NOT NULL REFERENCES schemas (id) ON DELETE CASCADE,
    PRIMARY KEY (subject, version, schema_id)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX referrers_by_schema ON referrers (schema_id);

  CREATE TABLE versions (
    subject TEXT NOT NULL,
    version INTEGER NOT NULL,
    schema_id INTEGER NOT NULL REFERENCES schemas (id),
    deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
    created_at_ms INTEGER NOT NULL,
    PRIMARY KEY (subject, version)
  ) STRICT, WITHOUT ROWID;
  CREATE INDEX versions_by_schema ON versions (schema_id);

  CREATE TABLE settings (
    scope TEXT PRIMARY KEY,
    settings TEXT NOT NULL
  ) STRICT, WITHOUT ROWID;
  `,
  `
  CREATE TABLE retired (
    id INTEGER PRIMARY KEY,
    guid TEXT NOT NULL
  ) STRICT;
  `,
];

/** Brings the file to the newest version in one transaction, so that two processes that open it at once do it once. */
export function migrate(client: DatabaseSync): void {
  client.exec('BEGIN IMMEDIATE');
  try {
    const found = Number(client.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
    if (found > MIGRATIONS.length) {
      const known = MIGRATIONS.length;
      throw new Error(`the file is of version ${found} and this release knows up to ${known}: use a newer release`);
    }
    for (const migration of MIGRATIONS.slice(found)) client.exec(migration);
    client.exec(`PRAGMA user_version = ${MIGRATIONS.length}`);
    client.exec('COMMIT');
  } catch (error) {
    client.exec('ROLLBACK');
    throw error;
  }
}
