// Made by `sluice generate --avro schemas/unions --out gen`; edit its source instead.
export type { Unions, UnionsInput } from './com/thingam/unions.ts';
export type { Point } from './com/thingam/point.ts';
export { COLOUR_SYMBOLS } from './com/thingam/colour.ts';
export type { Colour } from './com/thingam/colour.ts';
export type { Hash } from './com/thingam/hash.ts';
export type { Circle, CircleInput } from './com/thingam/circle.ts';
export type { AnotherShapeWithALongName } from './com/thingam/another-shape-with-a-long-name.ts';
export type { YetAnotherShapeWithALongName } from './com/thingam/yet-another-shape-with-a-long-name.ts';
export { unionsCodec } from './com/thingam/unions.codec.ts';
