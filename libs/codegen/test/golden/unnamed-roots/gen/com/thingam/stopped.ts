// Made by `sluice generate --avro schemas/unnamed-roots --out gen`; edit its source instead.

/** Avro record `com.thingam.Stopped`. */
export interface Stopped {
  at: number;
  why: string;
}
