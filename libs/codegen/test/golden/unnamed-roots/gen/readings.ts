// Made by `sluice generate --avro schemas/unnamed-roots --out gen`; edit its source instead.

export type Readings = number[];
