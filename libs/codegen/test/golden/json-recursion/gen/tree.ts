// Made by `sluice generate --avro schemas/json-recursion --out gen`; edit its source instead.
import type { Json } from './json.ts';
import type { Loop } from './loop.ts';

export interface Tree {
  root?: Node;
  class?: unknown;
  json?: Json;
  loop?: Loop;
}

export interface Node {
  children?: Node[];
  self?: Tree;
}
