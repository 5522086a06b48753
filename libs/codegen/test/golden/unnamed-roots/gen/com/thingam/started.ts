// Made by `sluice generate --avro schemas/unnamed-roots --out gen`; edit its source instead.

/** Avro record `com.thingam.Started`. */
export interface Started {
  /** @defaultValue `0` */
  at: number;
}

/** `Started` to encode: fields left out take their defaults. */
export interface StartedInput {
  /** @defaultValue `0` */
  at?: number;
}
