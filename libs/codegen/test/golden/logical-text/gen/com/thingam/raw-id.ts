// Made by `sluice generate --avro schemas/logical-text --out gen`; edit its source instead.

/** Avro fixed `com.thingam.RawId` of 16 bytes. `fixed uuid` on the wire. */
export type RawId = string;
