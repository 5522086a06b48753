// Made by `sluice generate --avro schemas/recursion --out gen`; edit its source instead.
export type { Node, NodeInput } from './node.ts';
export type { Tree } from './tree.ts';
export type { Owner } from './owner.ts';
export { nodeCodec } from './node.codec.ts';
export { treeCodec } from './tree.codec.ts';
