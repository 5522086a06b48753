// Made by `sluice generate --avro schemas/json-combined --out gen`; edit its source instead.
import type { Cat } from './cat.ts';
import type { Dog } from './dog.ts';
import type { Pet } from './pet.ts';

export interface Zoo {
  pets?: (Cat | Dog)[];
  best?: Pet;
  one?: string | ZooOneOption2;
  mixed?: Pet & ZooMixedOwn;
  gone?: unknown;
}

export interface ZooOneOption2 {
  id?: string;
}

export interface ZooMixedOwn {
  cage: number;
}
