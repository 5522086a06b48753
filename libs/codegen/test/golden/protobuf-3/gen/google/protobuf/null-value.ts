// Made by `sluice generate --avro schemas/protobuf-3 --out gen`; edit its source instead.

/** The numbers of `NullValue` on the wire. */
export const NULL_VALUE_NUMBERS = {
  NULL_VALUE: 0,
} as const;

/** Protobuf enum `google.protobuf.NullValue`. A number that it does not name is read as it is. */
export type NullValue = keyof typeof NULL_VALUE_NUMBERS | number;
