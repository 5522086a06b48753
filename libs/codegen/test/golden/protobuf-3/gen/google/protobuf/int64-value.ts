// Made by `sluice generate --avro schemas/protobuf-3 --out gen`; edit its source instead.

/** Protobuf message `google.protobuf.Int64Value`. */
export interface Int64Value {
  value: bigint;
}

/** `Int64Value` to encode: what is left out takes its default. */
export interface Int64ValueInput {
  value?: bigint;
}
