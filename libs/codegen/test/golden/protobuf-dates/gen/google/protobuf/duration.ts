// Made by `sluice generate --avro schemas/protobuf-dates --out gen`; edit its source instead.

/** Protobuf message `google.protobuf.Duration`. */
export interface Duration {
  seconds: bigint;
  nanos: number;
}

/** `Duration` to encode: what is left out takes its default. */
export interface DurationInput {
  seconds?: bigint;
  nanos?: number;
}
