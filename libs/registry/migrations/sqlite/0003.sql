-- Written by hand, before drizzle-kit: contexts, metadata, rules and associations. What was there is of the default context.
CREATE TABLE contexts (
  context TEXT PRIMARY KEY,
  next_id INTEGER NOT NULL,
  listed INTEGER NOT NULL CHECK (listed IN (0, 1))
) STRICT, WITHOUT ROWID;
INSERT INTO contexts SELECT '.', next_id, 1 FROM head;
ALTER TABLE head DROP COLUMN next_id;

CREATE TABLE schemas_of_contexts (
  context TEXT NOT NULL,
  id INTEGER NOT NULL,
  guid TEXT NOT NULL,
  schema_type TEXT NOT NULL,
  schema TEXT NOT NULL,
  refs TEXT NOT NULL,
  metadata TEXT,
  rule_set TEXT,
  PRIMARY KEY (context, id),
  UNIQUE (guid, context)
) STRICT;
INSERT INTO schemas_of_contexts SELECT '.', id, guid, schema_type, schema, refs, NULL, NULL FROM schemas;

CREATE TABLE referrers_of_contexts (
  subject TEXT NOT NULL,
  version INTEGER NOT NULL,
  context TEXT NOT NULL,
  schema_id INTEGER NOT NULL,
  PRIMARY KEY (subject, version, context, schema_id),
  FOREIGN KEY (context, schema_id) REFERENCES schemas_of_contexts (context, id) ON DELETE CASCADE
) STRICT, WITHOUT ROWID;
INSERT INTO referrers_of_contexts SELECT subject, version, '.', schema_id FROM referrers;

CREATE TABLE versions_of_contexts (
  subject TEXT NOT NULL,
  version INTEGER NOT NULL,
  context TEXT NOT NULL,
  schema_id INTEGER NOT NULL,
  deleted INTEGER NOT NULL CHECK (deleted IN (0, 1)),
  created_at_ms INTEGER NOT NULL,
  PRIMARY KEY (subject, version),
  FOREIGN KEY (context, schema_id) REFERENCES schemas_of_contexts (context, id)
) STRICT, WITHOUT ROWID;
INSERT INTO versions_of_contexts SELECT subject, version, '.', schema_id, deleted, created_at_ms FROM versions;

CREATE TABLE retired_of_contexts (
  context TEXT NOT NULL,
  id INTEGER NOT NULL,
  guid TEXT NOT NULL,
  PRIMARY KEY (context, id)
) STRICT, WITHOUT ROWID;
INSERT INTO retired_of_contexts SELECT '.', id, guid FROM retired;

DROP TABLE referrers;
DROP TABLE versions;
DROP TABLE schemas;
DROP TABLE retired;
ALTER TABLE schemas_of_contexts RENAME TO schemas;
ALTER TABLE referrers_of_contexts RENAME TO referrers;
ALTER TABLE versions_of_contexts RENAME TO versions;
ALTER TABLE retired_of_contexts RENAME TO retired;
CREATE INDEX referrers_by_schema ON referrers (context, schema_id);
CREATE INDEX versions_by_schema ON versions (context, schema_id);

UPDATE settings SET settings = json_set(
  json_remove(settings, '$.compatibility'),
  '$.config', json_object('compatibilityLevel', json_extract(settings, '$.compatibility'))
) WHERE json_extract(settings, '$.compatibility') IS NOT NULL;

CREATE TABLE associations (
  guid TEXT PRIMARY KEY,
  subject TEXT NOT NULL,
  resource_id TEXT NOT NULL,
  resource_name TEXT NOT NULL,
  resource_namespace TEXT NOT NULL,
  association TEXT NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX associations_by_subject ON associations (subject);
CREATE INDEX associations_by_resource_id ON associations (resource_id);
CREATE INDEX associations_by_resource_name ON associations (resource_name);
