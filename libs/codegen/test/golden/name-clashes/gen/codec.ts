// Made by `sluice generate --avro schemas/name-clashes --out gen`; edit its source instead.

/** Avro record `Codec`. */
export interface Codec {
  /** @defaultValue `0` */
  value: number;
}

/** `Codec` to encode: fields left out take their defaults. */
export interface CodecInput {
  /** @defaultValue `0` */
  value?: number;
}
