// Made by `sluice generate --avro schemas/unions --out gen`; edit its source instead.
import type { Point } from './point.ts';

/** Avro record `com.thingam.AnotherShapeWithALongName`. */
export interface AnotherShapeWithALongName {
  corners: Point[];
}
