// Made by `sluice generate --avro schemas/name-clashes --out gen`; edit its source instead.

/** Avro record `clients.machine_state`. */
export interface MachineState {
  constructor: string;
  __proto__: string;
  toString: number;
}
