// Made by `sluice generate --avro schemas/enums --out gen`; edit its source instead.

/** The symbols of `Only`, in their order on the wire. */
export const ONLY_SYMBOLS = ['ONE'] as const;

/** Avro enum `com.thingam.Only`. */
export type Only = (typeof ONLY_SYMBOLS)[number];
