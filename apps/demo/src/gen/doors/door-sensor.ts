// Made by `npm run gen`; edit its source instead.

/**
 * DoorSensor
 *
 * A door of the factory was opened or closed.
 */
export interface DoorSensor {
  /** Where the door is, e.g. Loading Dock 2. Also the record's key. */
  location: string;
  /** What the door is from now on. */
  state: 'open' | 'closed';
}
