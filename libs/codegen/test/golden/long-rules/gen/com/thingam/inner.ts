// Made by `sluice generate --avro schemas/long-rules --out gen`; edit its source instead.

/** Avro record `com.thingam.Inner`. */
export interface Inner {
  /** @defaultValue `9007199254740991` */
  exact: bigint;
  other: bigint;
}

/** `Inner` to encode: fields left out take their defaults. */
export interface InnerInput extends Omit<Inner, 'exact'> {
  /** @defaultValue `9007199254740991` */
  exact?: bigint;
}
