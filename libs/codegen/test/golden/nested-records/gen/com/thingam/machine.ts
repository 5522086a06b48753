// Made by `sluice generate --avro schemas/nested-records --out gen`; edit its source instead.
import type { Maker, MakerInput } from '../makers/maker.ts';
import type { Place, PlaceInput } from './place.ts';

/**
 * A machine.
 *
 * Avro record `com.thingam.Machine`.
 */
export interface Machine {
  id: string;
  place: Place;
  last: Place;
  maker: Maker;
}

/** `Machine` to encode: fields left out take their defaults. */
export interface MachineInput extends Omit<Machine, 'place' | 'last' | 'maker'> {
  place: PlaceInput;
  last: PlaceInput;
  maker: MakerInput;
}
