-- Made by `npm run gen` with drizzle-kit from tables.ts.
CREATE TABLE "sluice"."audit" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "sluice"."audit_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at_ms" bigint NOT NULL,
	"principal" text NOT NULL,
	"subjects" text NOT NULL,
	"record" json NOT NULL
);
