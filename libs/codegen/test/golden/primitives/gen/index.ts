// Made by `sluice generate --avro schemas/primitives --out gen`; edit its source instead.
export type { Primitives } from './com/thingam/primitives.ts';
export { primitivesCodec } from './com/thingam/primitives.codec.ts';
