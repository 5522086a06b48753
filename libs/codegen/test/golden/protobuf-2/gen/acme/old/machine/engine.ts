// Made by `sluice generate --avro schemas/protobuf-2 --out gen`; edit its source instead.
import type { Machine, MachineInput } from '../machine.ts';

/** Protobuf message `acme.old.Machine.Engine`. */
export interface MachineEngine {
  power?: number;
  machine?: Machine;
}

/** `MachineEngine` to encode: what is left out takes its default. */
export interface MachineEngineInput {
  power?: number;
  machine?: MachineInput;
}
