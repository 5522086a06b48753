// Made by `sluice generate --avro schemas/enums --out gen`; edit its source instead.
export type { Job, JobInput } from './com/thingam/job.ts';
export { JOB_STATE_SYMBOLS } from './com/thingam/job-state.ts';
export type { JobState } from './com/thingam/job-state.ts';
export { REASON_SYMBOLS } from './com/thingam/reason.ts';
export type { Reason } from './com/thingam/reason.ts';
export { ONLY_SYMBOLS } from './com/thingam/only.ts';
export type { Only } from './com/thingam/only.ts';
export { jobCodec } from './com/thingam/job.codec.ts';
