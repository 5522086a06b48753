-- Made by `npm run gen` with drizzle-kit from tables.ts.
ALTER TABLE `head` ADD `last_purge` integer DEFAULT 0 NOT NULL;
