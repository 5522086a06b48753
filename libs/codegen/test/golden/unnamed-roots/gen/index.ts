// Made by `sluice generate --avro schemas/unnamed-roots --out gen`; edit its source instead.
export type { Started, StartedInput } from './com/thingam/started.ts';
export type { Stopped } from './com/thingam/stopped.ts';
export { LEVEL_SYMBOLS } from './level.ts';
export type { Level } from './level.ts';
export type { Key } from './com/thingam/key.ts';
export { keyCodec } from './com/thingam/key.codec.ts';
export type { Event, EventInput } from './com/thingam/event.ts';
export { eventCodec } from './com/thingam/event.codec.ts';
export type { Readings } from './readings.ts';
export { readingsCodec } from './readings.codec.ts';
export type { Day } from './day.ts';
export { dayCodec } from './day.codec.ts';
export { levelCodec } from './level.codec.ts';
