// Made by `sluice generate --avro schemas/unions --out gen`; edit its source instead.

/** Avro record `com.thingam.YetAnotherShapeWithALongName`. */
export interface YetAnotherShapeWithALongName {
  edges: (string | null)[];
}
