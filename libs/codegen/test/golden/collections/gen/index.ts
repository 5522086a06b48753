// Made by `sluice generate --avro schemas/collections --out gen`; edit its source instead.
export type { Collections, CollectionsInput } from './collections.ts';
export type { Item, ItemInput } from './item.ts';
export type { Empty } from './empty.ts';
export { collectionsCodec } from './collections.codec.ts';
