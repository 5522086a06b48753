// Made by `sluice generate --avro schemas/protobuf-3 --out gen`; edit its source instead.

/** Protobuf message `google.protobuf.Timestamp`. */
export interface Timestamp {
  seconds: bigint;
  nanos: number;
}

/** `Timestamp` to encode: what is left out takes its default. */
export interface TimestampInput {
  seconds?: bigint;
  nanos?: number;
}
