// Made by `sluice generate --avro schemas/unnamed-roots --out gen`; edit its source instead.

/** `int date` on the wire. */
export type Day = Date;
