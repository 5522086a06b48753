// Made by `sluice generate --avro schemas/name-clashes --out gen`; edit its source instead.

/** The symbols of `CLASS`, in their order on the wire. */
export const CLASS_SYMBOLS = ['X'] as const;

/** Avro enum `clients.CLASS`. */
export type CLASS = (typeof CLASS_SYMBOLS)[number];
