-- Written by hand, before drizzle-kit: contexts, metadata, rules and associations. What was there is of the default context.
-- JSON whose order of keys matters is json, not jsonb.
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
