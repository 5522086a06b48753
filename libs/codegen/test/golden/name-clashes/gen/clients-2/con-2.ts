// Made by `sluice generate --avro schemas/name-clashes --out gen`; edit its source instead.

/** Avro record `clients.con`. */
export interface Con {
  e: number;
}
