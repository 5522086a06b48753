// Made by `sluice generate --avro schemas/nested-records --out gen`; edit its source instead.
import type { Place, PlaceInput } from '../thingam/place.ts';

/** Avro record `com.makers.Maker`. */
export interface Maker {
  name: string;
  home: Place;
}

/** `Maker` to encode: fields left out take their defaults. */
export interface MakerInput extends Omit<Maker, 'home'> {
  home: PlaceInput;
}
