// Made by `sluice generate --avro schemas/unions --out gen`; edit its source instead.
import type { AnotherShapeWithALongName } from './another-shape-with-a-long-name.ts';
import type { Circle, CircleInput } from './circle.ts';
import type { Colour } from './colour.ts';
import type { Hash } from './hash.ts';
import type { Point } from './point.ts';
import type { YetAnotherShapeWithALongName } from './yet-another-shape-with-a-long-name.ts';

/** Avro record `com.thingam.Unions`. */
export interface Unions {
  bare: boolean | number | string | Uint8Array | number[] | Point | null;
  numbers: { int: number } | { long: number } | { float: number } | { double: number };
  texts: { string: string } | { 'com.thingam.Colour': Colour };
  blobs: { bytes: Uint8Array } | { 'com.thingam.Hash': Hash };
  /** @defaultValue `null` */
  objects: { 'com.thingam.Point': Point } | { 'com.thingam.Circle': Circle } | { map: Record<string, string> } | null;
  onlyNull: null;
  onlyString: string;
  list: ({ 'com.thingam.Point': Point } | { 'com.thingam.Circle': Circle } | null)[];
  dictionary: Record<string, string | number | boolean | Uint8Array | (Hash | null)[] | null>;
  wide:
    | { 'com.thingam.Circle': Circle }
    | { 'com.thingam.AnotherShapeWithALongName': AnotherShapeWithALongName }
    | { 'com.thingam.YetAnotherShapeWithALongName': YetAnotherShapeWithALongName }
    | null;
  deep: Record<
    string,
    | { 'com.thingam.Circle': Circle }
    | { 'com.thingam.AnotherShapeWithALongName': AnotherShapeWithALongName }
    | { 'com.thingam.YetAnotherShapeWithALongName': YetAnotherShapeWithALongName }
    | null
  >[];
}

/** `Unions` to encode: fields left out take their defaults. */
export interface UnionsInput extends Omit<Unions, 'objects' | 'list' | 'wide' | 'deep'> {
  /** @defaultValue `null` */
  objects?:
    | { 'com.thingam.Point': Point }
    | { 'com.thingam.Circle': CircleInput }
    | { map: Record<string, string> }
    | null;
  list: ({ 'com.thingam.Point': Point } | { 'com.thingam.Circle': CircleInput } | null)[];
  wide:
    | { 'com.thingam.Circle': CircleInput }
    | { 'com.thingam.AnotherShapeWithALongName': AnotherShapeWithALongName }
    | { 'com.thingam.YetAnotherShapeWithALongName': YetAnotherShapeWithALongName }
    | null;
  deep: Record<
    string,
    | { 'com.thingam.Circle': CircleInput }
    | { 'com.thingam.AnotherShapeWithALongName': AnotherShapeWithALongName }
    | { 'com.thingam.YetAnotherShapeWithALongName': YetAnotherShapeWithALongName }
    | null
  >[];
}
