/** Tables as the release before contexts made them, word for word, and rows that it could have written. */
export const OLD_POSTGRES_TABLES = `
  CREATE SCHEMA sluice;
  CREATE TABLE sluice.migrations (version integer NOT NULL);
  INSERT INTO sluice.migrations VALUES (1), (2);
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

  CREATE TABLE sluice.retired (
    id integer PRIMARY KEY,
    guid text COLLATE "C" NOT NULL
  );
`;

export const OLD_SQLITE_TABLES = `
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

  CREATE TABLE retired (
    id INTEGER PRIMARY KEY,
    guid TEXT NOT NULL
  ) STRICT;
  PRAGMA user_version = 2;
`;

/** For both; PostgreSQL finds the tables by its search path. */
export const OLD_ROWS = `
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
