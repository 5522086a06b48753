-- Made by `npm run gen` with drizzle-kit from tables.ts.
ALTER TABLE "sluice"."head" ADD COLUMN "last_purge" bigint DEFAULT 0 NOT NULL;
