// Made by `sluice generate --avro schemas/name-clashes --out gen`; edit its source instead.

/** Avro record `clients.Größe`. */
export interface Größe {
  wert: number;
}
