// Made by `sluice generate --avro schemas/protobuf-dates --out gen`; edit its source instead.
import type { Duration, DurationInput } from './google/protobuf/duration.ts';

/** Protobuf message `Shift`. */
export interface Shift {
  begin?: Date;
  breaks: Date[];
  arrivals: Record<string, Date>;
  end?: { case: 'at'; value: Date } | { case: 'after'; value: Duration };
}

/** `Shift` to encode: what is left out takes its default. */
export interface ShiftInput {
  begin?: Date;
  breaks?: Date[];
  arrivals?: Record<string, Date>;
  end?: { case: 'at'; value: Date } | { case: 'after'; value: DurationInput };
}
