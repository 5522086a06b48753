// Made by `sluice generate --avro schemas/logical-text --out gen`; edit its source instead.

/** Avro fixed `com.thingam.Amount` of 8 bytes. `fixed decimal(18, 4)` on the wire. */
export type Amount = string;
