// Made by `sluice generate --avro schemas/collections --out gen`; edit its source instead.

/** Avro record `Empty`. */
export type Empty = Record<string, never>;
