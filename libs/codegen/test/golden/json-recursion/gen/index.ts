// Made by `sluice generate --avro schemas/json-recursion --out gen`; edit its source instead.
export type { Tree, Node } from './tree.ts';
export type { Json } from './json.ts';
export type { Loop } from './loop.ts';
export type { Pool } from './pool.ts';
