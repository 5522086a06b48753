// Made by `sluice generate --avro schemas/protobuf-dates --out gen`; edit its source instead.
export type { Shift, ShiftInput } from './shift.ts';
export { shiftCodec } from './shift.codec.ts';
export type { Duration, DurationInput } from './google/protobuf/duration.ts';
export { durationCodec } from './google/protobuf/duration.codec.ts';
