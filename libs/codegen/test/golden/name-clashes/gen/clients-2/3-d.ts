// Made by `sluice generate --avro schemas/name-clashes --out gen`; edit its source instead.

/** Avro record `clients._3d`. */
export interface _3D {
  名前: string;
  _: number;
}
