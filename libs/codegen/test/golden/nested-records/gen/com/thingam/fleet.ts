// Made by `sluice generate --avro schemas/nested-records --out gen`; edit its source instead.
import type { Place, PlaceInput } from './place.ts';

/** Avro record `com.thingam.Fleet`. */
export interface Fleet {
  place: Place;
  size: number;
}

/** `Fleet` to encode: fields left out take their defaults. */
export interface FleetInput extends Omit<Fleet, 'place'> {
  place: PlaceInput;
}
