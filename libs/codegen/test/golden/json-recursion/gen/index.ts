// Made by `sluice generate --avro schemas/json-recursion --out gen`; edit its source instead.
export type { Tree, Node } from './tree.ts';
export type { Json } from './json.ts';
