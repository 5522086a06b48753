// Made by `sluice generate --avro schemas/enums --out gen`; edit its source instead.
import type { JobState } from './job-state.ts';
import type { Only } from './only.ts';
import type { Reason } from './reason.ts';

/** Avro record `com.thingam.Job`. */
export interface Job {
  /** @defaultValue `"WAITING"` */
  state: JobState;
  /** @defaultValue `null` */
  reason: Reason | null;
  only: Only;
}

/** `Job` to encode: fields left out take their defaults. */
export interface JobInput extends Omit<Job, 'state' | 'reason'> {
  /** @defaultValue `"WAITING"` */
  state?: JobState;
  /** @defaultValue `null` */
  reason?: Reason | null;
}
