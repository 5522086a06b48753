import type { Sql } from 'postgres';

/** What brings a database from each version to the next; only ever added to. */
const MIGRATIONS: readonly string[] = [
  `
  CREATE TABLE sluice.head (
    id integer PRIMARY KEY CHECK (id = 1),
    revision bigint NOT NULL,
    next_id bigint NOT NULL
  );
  INSERT INTO sluice.head (id, revision, next_id) VALUES (1, 0, 1);

  CREATE TABLE sluice.schemas (
    id integer PRIMARY KEY,
    guid text COLLATE "C" NOT NULL UNIQUE,
    schema_type text NOT NULL,
    schema text NOT NULL,
    refs jsonb NOT NULL
  );

  CREATE TABLE sluice.referrers (
    subject text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    schema_id integer NOT NULL REFERENCES sluice.schemas (id) ON DELETE CASCADE,
    PRIMARY KEY (subject, version, schema_id)
  );
  CREATE INDEX referrers_by_schema ON sluice.referrers (schema_id);

  CREATE TABLE sluice.versions (
    subject text COLLATE "C" NOT NULL,
    version integer NOT NULL,
    schema_id integer NOT NULL REFERENCES sluice.schemas (id),
    deleted boolean NOT NULL,
    created_at_ms bigint NOT NULL,
    PRIMARY KEY (subject, version)
  );
  CREATE INDEX versions_by_schema ON sluice.versions (schema_id);

  CREATE TABLE sluice.settings (
    scope text COLLATE "C" PRIMARY KEY,
    settings jsonb NOT NULL
  );
  `,
  `
  CREATE TABLE sluice.retired (
    id integer PRIMARY KEY,
    guid text COLLATE "C" NOT NULL
  );
  `,
];

/** Any number, as long as every release takes the same: replicas that start together migrate one after another. */
const MIGRATION_LOCK = 7_358_423;

/** Brings the database to the newest version in one transaction. */
export async function migrate(client: Sql): Promise<void> {
  await client.begin(async (transaction) => {
    await transaction`SELECT pg_advisory_xact_lock(${MIGRATION_LOCK})`;
    await transaction`CREATE SCHEMA IF NOT EXISTS sluice`;
    await transaction`CREATE TABLE IF NOT EXISTS sluice.migrations (version integer NOT NULL)`;
    const [row] = await transaction<
      { version: number | null }[]
    >`SELECT max(version) AS version FROM sluice.migrations`;
    const found = row?.version ?? 0;
    if (found > MIGRATIONS.length) {
      const known = MIGRATIONS.length;
      throw new Error(`the database is of version ${found} and this release knows up to ${known}: use a newer release`);
    }
    for (const [index, migration] of MIGRATIONS.entries()) {
      if (index < found) continue;
      await transaction.unsafe(migration);
      await transaction`INSERT INTO sluice.migrations (version) VALUES (${index + 1})`;
    }
  });
}
