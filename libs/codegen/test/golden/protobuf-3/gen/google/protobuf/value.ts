// Made by `sluice generate --avro schemas/protobuf-3 --out gen`; edit its source instead.
import type { ListValue, ListValueInput } from './list-value.ts';
import type { NullValue } from './null-value.ts';
import type { Struct, StructInput } from './struct.ts';

/** Protobuf message `google.protobuf.Value`. */
export interface Value {
  kind?:
    | { case: 'nullValue'; value: NullValue }
    | { case: 'numberValue'; value: number }
    | { case: 'stringValue'; value: string }
    | { case: 'boolValue'; value: boolean }
    | { case: 'structValue'; value: Struct }
    | { case: 'listValue'; value: ListValue };
}

/** `Value` to encode: what is left out takes its default. */
export interface ValueInput {
  kind?:
    | { case: 'nullValue'; value: NullValue }
    | { case: 'numberValue'; value: number }
    | { case: 'stringValue'; value: string }
    | { case: 'boolValue'; value: boolean }
    | { case: 'structValue'; value: StructInput }
    | { case: 'listValue'; value: ListValueInput };
}
