// Made by `sluice generate --avro 'schemas' --out `x``; edit its source instead.
export type { Documented, DocumentedInput } from './com/thingam/documented.ts';
export { documentedCodec } from './com/thingam/documented.codec.ts';
