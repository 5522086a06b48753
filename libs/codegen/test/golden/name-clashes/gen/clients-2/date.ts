// Made by `sluice generate --avro schemas/name-clashes --out gen`; edit its source instead.

/** Avro record `clients.Date`. */
export interface Date_ {
  class: string;
  function: number;
}
