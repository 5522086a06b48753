-- Written by hand, before drizzle-kit: schemas, versions and settings.
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
