// Made by `sluice generate --avro schemas/nested-records --out gen`; edit its source instead.

/** Avro record `com.thingam.Place`. */
export interface Place {
  hall: string;
  /** @defaultValue `1` */
  row: number;
}

/** `Place` to encode: fields left out take their defaults. */
export interface PlaceInput extends Omit<Place, 'row'> {
  /** @defaultValue `1` */
  row?: number;
}
