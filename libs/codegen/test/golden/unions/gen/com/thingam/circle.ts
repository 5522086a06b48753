// Made by `sluice generate --avro schemas/unions --out gen`; edit its source instead.
import type { Point } from './point.ts';

/** Avro record `com.thingam.Circle`. */
export interface Circle {
  centre: Point;
  /** @defaultValue `1` */
  radius: number;
}

/** `Circle` to encode: fields left out take their defaults. */
export interface CircleInput extends Omit<Circle, 'radius'> {
  /** @defaultValue `1` */
  radius?: number;
}
