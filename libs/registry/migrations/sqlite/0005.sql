-- Made by `npm run gen` with drizzle-kit from tables.ts.
CREATE TABLE `audit` (
	`seq` integer PRIMARY KEY AUTOINCREMENT,
	`at_ms` integer NOT NULL,
	`principal` text NOT NULL,
	`subjects` text NOT NULL,
	`record` text NOT NULL
);
