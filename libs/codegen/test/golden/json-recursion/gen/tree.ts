// Made by `sluice generate --avro schemas/json-recursion --out gen`; edit its source instead.
import type { Json } from './json.ts';

export interface Tree {
  root?: Node;
  class?: unknown;
  json?: Json;
  loop?: unknown;
}

export interface Node {
  children?: Node[];
  self?: Tree;
}
