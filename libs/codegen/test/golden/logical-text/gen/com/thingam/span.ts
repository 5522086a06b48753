// Made by `sluice generate --avro schemas/logical-text --out gen`; edit its source instead.

/** Avro fixed `com.thingam.Span` of 12 bytes. `fixed duration` on the wire. */
export type Span = string;
