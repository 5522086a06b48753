// Made by `sluice generate --avro schemas/enums --out gen`; edit its source instead.

/** The symbols of `Reason`, in their order on the wire. */
export const REASON_SYMBOLS = [
  'A_REASON_THAT_TAKES_ROOM',
  'ANOTHER_REASON_THAT_TAKES_ROOM',
  'YET_ANOTHER_REASON_THAT_TAKES_ROOM',
  'one',
  'class',
  '__proto__',
] as const;

/** Avro enum `com.thingam.Reason`. */
export type Reason = (typeof REASON_SYMBOLS)[number];
