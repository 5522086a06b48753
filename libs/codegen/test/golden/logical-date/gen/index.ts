// Made by `sluice generate --avro schemas/logical-date --out gen`; edit its source instead.
export type { Logical, LogicalInput } from './com/thingam/logical.ts';
export type { Amount } from './com/thingam/amount.ts';
export type { RawId } from './com/thingam/raw-id.ts';
export type { Span } from './com/thingam/span.ts';
export { logicalCodec } from './com/thingam/logical.codec.ts';
