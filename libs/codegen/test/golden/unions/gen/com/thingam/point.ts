// Made by `sluice generate --avro schemas/unions --out gen`; edit its source instead.

/** Avro record `com.thingam.Point`. */
export interface Point {
  x: number;
  y: number;
}
