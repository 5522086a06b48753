// Made by `sluice generate --avro schemas/recursion --out gen`; edit its source instead.
import type { Owner } from './owner.ts';

/** Avro record `Tree`. */
export interface Tree {
  leaves: Tree[];
  named: Record<string, Tree>;
  owner: Owner;
}
