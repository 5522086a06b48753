// Made by `sluice generate --avro schemas/unnamed-roots --out gen`; edit its source instead.
import type { Started, StartedInput } from './started.ts';
import type { Stopped } from './stopped.ts';

export type Event = { 'com.thingam.Started': Started } | { 'com.thingam.Stopped': Stopped } | null;

/** `Event` to encode: fields left out take their defaults. */
export type EventInput = { 'com.thingam.Started': StartedInput } | { 'com.thingam.Stopped': Stopped } | null;
