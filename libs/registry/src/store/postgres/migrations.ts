import type { Sql } from 'postgres';

/** What brings a database from each version to the next; only ever added to. */
export const MIGRATIONS: readonly string[] = [
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
  // Contexts: what was there is of the default one. JSON whose order of keys matters is json, not jsonb.
  `
  CREATE TABLE sluice.contexts (
    context text COLLATE "C" PRIMARY KEY,
    next_id bigint NOT NULL,
    listed boolean NOT NULL
  );
  INSERT INTO sluice.contexts SELECT '.', next_id, true FROM sluice.head;
  ALTER TABLE sluice.head DROP COLUMN next_id;

  ALTER TABLE sluice.referrers DROP CONSTRAINT referrers_schema_id_fkey, DROP CONSTRAINT referrers_pkey;
  ALTER TABLE sluice.versions DROP CONSTRAINT versions_schema_id_fkey;
  DROP INDEX sluice.referrers_by_schema;
  DROP INDEX sluice.versions_by_schema;

  ALTER TABLE sluice.schemas
    DROP CONSTRAINT schemas_pkey,
    DROP CONSTRAINT schemas_guid_key,
    ADD COLUMN context text COLLATE "C" NOT NULL DEFAULT '.',
    ADD COLUMN metadata json,
    ADD COLUMN rule_set json;
  ALTER TABLE sluice.schemas
    ALTER COLUMN context DROP DEFAULT,
    ADD PRIMARY KEY (context, id),
    ADD UNIQUE (guid, context);

  ALTER TABLE sluice.referrers ADD COLUMN context text COLLATE "C" NOT NULL DEFAULT '.';
  ALTER TABLE sluice.referrers
    ALTER COLUMN context DROP DEFAULT,
    ADD PRIMARY KEY (subject, version, context, schema_id),
    ADD FOREIGN KEY (context, schema_id) REFERENCES sluice.schemas (context, id) ON DELETE CASCADE;
  CREATE INDEX referrers_by_schema ON sluice.referrers (context, schema_id);

  ALTER TABLE sluice.versions ADD COLUMN context text COLLATE "C" NOT NULL DEFAULT '.';
  ALTER TABLE sluice.versions
    ALTER COLUMN context DROP DEFAULT,
    ADD FOREIGN KEY (context, schema_id) REFERENCES sluice.schemas (context, id);
  CREATE INDEX versions_by_schema ON sluice.versions (context, schema_id);

  ALTER TABLE sluice.retired ADD COLUMN context text COLLATE "C" NOT NULL DEFAULT '.';
  ALTER TABLE sluice.retired
    ALTER COLUMN context DROP DEFAULT,
    DROP CONSTRAINT retired_pkey,
    ADD PRIMARY KEY (context, id);

  UPDATE sluice.settings SET settings = (settings - 'compatibility')
    || jsonb_build_object('config', jsonb_build_object('compatibilityLevel', settings -> 'compatibility'))
    WHERE settings -> 'compatibility' IS NOT NULL;
  ALTER TABLE sluice.settings ALTER COLUMN settings TYPE json USING settings::json;

  CREATE TABLE sluice.associations (
    guid text COLLATE "C" PRIMARY KEY,
    subject text COLLATE "C" NOT NULL,
    resource_id text COLLATE "C" NOT NULL,
    resource_name text COLLATE "C" NOT NULL,
    resource_namespace text COLLATE "C" NOT NULL,
    association json NOT NULL
  );
  CREATE INDEX associations_by_subject ON sluice.associations (subject);
  CREATE INDEX associations_by_resource_id ON sluice.associations (resource_id);
  CREATE INDEX associations_by_resource_name ON sluice.associations (resource_name);
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
