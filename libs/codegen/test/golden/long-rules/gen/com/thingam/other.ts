// Made by `sluice generate --avro schemas/long-rules --out gen`; edit its source instead.

/** Avro record `com.thingam.Other`. */
export interface Other {
  n: string;
}
