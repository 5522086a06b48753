// Made by `sluice generate --avro schemas/name-clashes --out gen`; edit its source instead.

/** Avro fixed `clients.Uint8Array` of 2 bytes. */
export type Uint8Array_ = Uint8Array;
