// Made by `npm run gen`; edit its source instead.

/** The symbols of `Device`, in their order on the wire. */
export const DEVICE_SYMBOLS = ['UNKNOWN', 'DESKTOP', 'PHONE', 'TABLET'] as const;

/** Avro enum `com.thingam.web.Device`. A symbol that a reader does not know is read as `UNKNOWN`. */
export type Device = (typeof DEVICE_SYMBOLS)[number];
