// Made by `sluice generate --avro schemas/primitives --out gen`; edit its source instead.

/** Avro record `com.thingam.Primitives`. */
export interface Primitives {
  nothing: null;
  flag: boolean;
  small: number;
  big: number;
  half: number;
  whole: number;
  raw: Uint8Array;
  text: string;
}
