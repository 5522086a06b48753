// Made by `sluice generate --avro schemas/name-clashes --out gen`; edit its source instead.

/** The symbols of `Class`, in their order on the wire. */
export const CLASS_SYMBOLS = ['new', 'delete'] as const;

/** Avro enum `clients.class`. */
export type Class = (typeof CLASS_SYMBOLS)[number];
