// Made by `sluice generate --avro schemas/collections --out gen`; edit its source instead.
import type { Empty } from './empty.ts';
import type { Item, ItemInput } from './item.ts';

/** Avro record `Collections`. */
export interface Collections {
  matrix: number[][];
  byName: Record<string, Record<string, string[]>>;
  maybe: ((number | null)[] | null)[];
  records: Record<string, Item[]>;
  empty: Empty;
  /** @defaultValue `[1, 2]` */
  defaults: number[];
  /** @defaultValue `{ "__proto__": "x" }` */
  defaultMap: Record<string, string>;
}

/** `Collections` to encode: fields left out take their defaults. */
export interface CollectionsInput extends Omit<Collections, 'records' | 'defaults' | 'defaultMap'> {
  records: Record<string, ItemInput[]>;
  /** @defaultValue `[1, 2]` */
  defaults?: number[];
  /** @defaultValue `{ "__proto__": "x" }` */
  defaultMap?: Record<string, string>;
}
