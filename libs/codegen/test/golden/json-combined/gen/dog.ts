// Made by `sluice generate --avro schemas/json-combined --out gen`; edit its source instead.
import type { Pet } from './pet.ts';

/** A dog. */
export type Dog = DogFields & Pet & { petType: 'Dog' };

export interface DogFields {
  barks?: boolean;
  friends?: Pet[];
}
