// Made by `sluice generate --avro schemas/json-combined --out gen`; edit its source instead.
export type { Zoo, ZooOneOption2, ZooMixedOwn } from './zoo.ts';
export type { Cat, CatOwn } from './cat.ts';
export type { Dog, DogFields } from './dog.ts';
export type { Pet } from './pet.ts';
