// Made by `sluice generate --avro schemas/collections --out gen`; edit its source instead.

/** Avro record `Item`. */
export interface Item {
  /** @defaultValue `3` */
  n: number;
}

/** `Item` to encode: fields left out take their defaults. */
export interface ItemInput {
  /** @defaultValue `3` */
  n?: number;
}
