// Made by `sluice generate --avro schemas/namespaces --out gen`; edit its source instead.

/** The symbols of `Status`, in their order on the wire. */
export const STATUS_SYMBOLS = ['UP'] as const;

/** Avro enum `com.thingam.Status`. */
export type Status = (typeof STATUS_SYMBOLS)[number];
