// Made by `npm run gen`; edit its source instead.

/** The symbols of `State`, in their order on the wire. */
export const STATE_SYMBOLS = ['RUNNING', 'IDLE', 'FAULT'] as const;

/**
 * RUNNING makes thingamajigs, IDLE waits for work, FAULT needs a person.
 *
 * Avro enum `com.thingam.sensors.State`.
 */
export type State = (typeof STATE_SYMBOLS)[number];
