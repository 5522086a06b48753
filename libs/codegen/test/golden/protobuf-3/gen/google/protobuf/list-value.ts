// Made by `sluice generate --avro schemas/protobuf-3 --out gen`; edit its source instead.
import type { Value, ValueInput } from './value.ts';

/** Protobuf message `google.protobuf.ListValue`. */
export interface ListValue {
  values: Value[];
}

/** `ListValue` to encode: what is left out takes its default. */
export interface ListValueInput {
  values?: ValueInput[];
}
