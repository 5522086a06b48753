-- Written by hand, before drizzle-kit: ids of deleted schemas name nothing else ever after.
CREATE TABLE sluice.retired (
  id integer PRIMARY KEY,
  guid text COLLATE "C" NOT NULL
);
