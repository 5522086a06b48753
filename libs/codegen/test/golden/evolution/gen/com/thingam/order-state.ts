// Made by `sluice generate --avro schemas/evolution --out gen`; edit its source instead.

/** The symbols of `OrderState`, in their order on the wire. */
export const ORDER_STATE_SYMBOLS = ['NEW', 'PAID', 'UNKNOWN'] as const;

/** Avro enum `com.thingam.OrderState`. A symbol that a reader does not know is read as `UNKNOWN`. */
export type OrderState = (typeof ORDER_STATE_SYMBOLS)[number];
