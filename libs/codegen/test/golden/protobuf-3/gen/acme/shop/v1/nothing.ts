// Made by `sluice generate --avro schemas/protobuf-3 --out gen`; edit its source instead.

/** Protobuf message `acme.shop.v1.Nothing`. */
export type Nothing = Record<string, never>;
