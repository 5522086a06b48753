// Made by `sluice generate --avro schemas/long-rules --out gen`; edit its source instead.
export type { Counters, CountersInput } from './com/thingam/counters.ts';
export type { Inner, InnerInput } from './com/thingam/inner.ts';
export type { Other } from './com/thingam/other.ts';
export { countersCodec } from './com/thingam/counters.codec.ts';
export { otherCodec } from './com/thingam/other.codec.ts';
