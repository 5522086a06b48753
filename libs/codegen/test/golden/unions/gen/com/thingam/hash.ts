// Made by `sluice generate --avro schemas/unions --out gen`; edit its source instead.

/** Avro fixed `com.thingam.Hash` of 4 bytes. */
export type Hash = Uint8Array;
