// Made by `sluice generate --avro schemas/protobuf-2 --out gen`; edit its source instead.

/** Protobuf message `acme.old.Machine.Wheel`. */
export interface MachineWheel {
  size: number;
}
