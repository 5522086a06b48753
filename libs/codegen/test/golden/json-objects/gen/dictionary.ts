// Made by `sluice generate --avro schemas/json-objects --out gen`; edit its source instead.

export type Dictionary = { [key: string]: string | number[] };
