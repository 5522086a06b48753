// Made by `sluice generate --avro schemas/namespaces --out gen`; edit its source instead.
export type { Reading } from './com/thingam/sensor-data/reading.ts';
export { STATUS_SYMBOLS } from './com/thingam/status.ts';
export type { Status } from './com/thingam/status.ts';
export { STATUS_SYMBOLS as STATUS_SYMBOLS_ } from './org/example/status.ts';
export type { Status as Status_ } from './org/example/status.ts';
export { STATUS_SYMBOLS as STATUS_SYMBOLS_2 } from './com/thingam/sensor-data/status.ts';
export type { Status as Status_2 } from './com/thingam/sensor-data/status.ts';
export type { Rootless } from './rootless.ts';
export type { Twin } from './com/thingam/sensor-data-2/twin.ts';
export { readingCodec } from './com/thingam/sensor-data/reading.codec.ts';
