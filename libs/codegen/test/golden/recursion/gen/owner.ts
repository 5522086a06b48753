// Made by `sluice generate --avro schemas/recursion --out gen`; edit its source instead.
import type { Tree } from './tree.ts';

/** Avro record `Owner`. */
export interface Owner {
  trees: Tree[];
  boss: Owner | null;
}
