// Made by `npm run gen`; edit its source instead.
import type { State } from './state.ts';

/**
 * What a machine is doing from now on, sent whenever it changes.
 *
 * Avro record `com.thingam.sensors.MachineState`.
 */
export interface MachineState {
  /** The machine whose state changed. Also the record's key. */
  machine: string;
  /** The state that the machine is in now. */
  state: State;
}
