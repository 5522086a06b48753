// Made by `sluice generate --avro schemas/name-clashes --out gen`; edit its source instead.

/** Avro record `clients.SAMPLES`. */
export interface SAMPLES {
  d: number;
}
