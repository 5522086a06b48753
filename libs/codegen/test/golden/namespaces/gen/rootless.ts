// Made by `sluice generate --avro schemas/namespaces --out gen`; edit its source instead.

/** Avro record `Rootless`. */
export interface Rootless {
  x: number;
}
