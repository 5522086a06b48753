import type { Schema } from './schema.ts';

/** What each reader's type also reads (Avro 1.12, Schema Resolution). */
export const PROMOTIONS: Readonly<Partial<Record<Schema['type'], readonly Schema['type'][]>>> = {
  long: ['int'],
  float: ['int', 'long'],
  double: ['int', 'long', 'float'],
  bytes: ['string'],
  string: ['bytes'],
};
