// Made by `sluice generate --avro schemas/unions --out gen`; edit its source instead.

/** The symbols of `Colour`, in their order on the wire. */
export const COLOUR_SYMBOLS = ['RED', 'GREEN'] as const;

/** Avro enum `com.thingam.Colour`. */
export type Colour = (typeof COLOUR_SYMBOLS)[number];
