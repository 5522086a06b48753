// Made by `sluice generate --avro schemas/protobuf-3 --out gen`; edit its source instead.
import type { Value, ValueInput } from './value.ts';

/** Protobuf message `google.protobuf.Struct`. */
export interface Struct {
  fields: Record<string, Value>;
}

/** `Struct` to encode: what is left out takes its default. */
export interface StructInput {
  fields?: Record<string, ValueInput>;
}
