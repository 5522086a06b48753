// Made by `sluice generate --avro schemas/name-clashes --out gen`; edit its source instead.

/** Avro record `clients.Codec`. */
export interface Codec {
  c: number;
}
