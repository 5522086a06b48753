-- Written by hand, before drizzle-kit: schemas, versions and settings.
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
