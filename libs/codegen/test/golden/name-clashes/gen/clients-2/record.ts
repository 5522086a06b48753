// Made by `sluice generate --avro schemas/name-clashes --out gen`; edit its source instead.

/** Avro record `clients.Record`. */
export interface Record_ {
  /** @defaultValue `1` */
  a: number;
}

/** `Record_` to encode: fields left out take their defaults. */
export interface RecordInput {
  /** @defaultValue `1` */
  a?: number;
}
