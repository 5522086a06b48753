// Made by `sluice generate --avro schemas/namespaces --out gen`; edit its source instead.

/** The symbols of `Status`, in their order on the wire. */
export const STATUS_SYMBOLS = ['DOWN'] as const;

/** Avro enum `org.example.Status`. */
export type Status = (typeof STATUS_SYMBOLS)[number];
