// Made by `sluice generate --avro schemas/unnamed-roots --out gen`; edit its source instead.

/** The symbols of `Level`, in their order on the wire. */
export const LEVEL_SYMBOLS = ['LOW', 'HIGH'] as const;

/** Avro enum `Level`. */
export type Level = (typeof LEVEL_SYMBOLS)[number];
