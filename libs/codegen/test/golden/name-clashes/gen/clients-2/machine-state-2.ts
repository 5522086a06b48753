// Made by `sluice generate --avro schemas/name-clashes --out gen`; edit its source instead.

/** Avro record `clients.MachineState`. */
export interface MachineState {
  hasOwnProperty: boolean;
}
