-- Written by hand, before drizzle-kit: ids of deleted schemas name nothing else ever after.
CREATE TABLE retired (
  id INTEGER PRIMARY KEY,
  guid TEXT NOT NULL
) STRICT;
