// Made by `sluice generate --avro schemas/json-combined --out gen`; edit its source instead.
import type { Pet } from './pet.ts';

export type Cat = Pet & CatOwn & { petType: 'Cat' };

export interface CatOwn {
  /** @defaultValue `9` */
  lives?: number;
}
