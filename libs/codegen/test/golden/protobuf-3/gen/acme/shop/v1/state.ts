// Made by `sluice generate --avro schemas/protobuf-3 --out gen`; edit its source instead.

/** The numbers of `State` on the wire. */
export const STATE_NUMBERS = {
  STATE_UNKNOWN: 0,
  STATE_NEW: 0,
  /** Left the house. */
  STATE_SENT: 1,
  STATE_LOST: -1,
} as const;

/**
 * Where an order is.
 *
 * Protobuf enum `acme.shop.v1.State`. A number that it does not name is read as it is.
 */
export type State = keyof typeof STATE_NUMBERS | number;
