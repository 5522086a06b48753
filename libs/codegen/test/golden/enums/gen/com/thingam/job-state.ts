// Made by `sluice generate --avro schemas/enums --out gen`; edit its source instead.

/** The symbols of `JobState`, in their order on the wire. */
export const JOB_STATE_SYMBOLS = ['WAITING', 'RUNNING', 'DONE'] as const;

/**
 * What a job does.
 *
 * Avro enum `com.thingam.JobState`. A symbol that a reader does not know is read as `WAITING`.
 */
export type JobState = (typeof JOB_STATE_SYMBOLS)[number];
