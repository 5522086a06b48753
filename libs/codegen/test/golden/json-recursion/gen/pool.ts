// Made by `sluice generate --avro schemas/json-recursion --out gen`; edit its source instead.

export type Pool = unknown;
