// Made by `sluice generate --avro schemas/name-clashes --out gen`; edit its source instead.
import type { _3D } from './3-d.ts';
import type { CLASS } from './class-2.ts';
import type { Class } from './class.ts';
import type { Codec } from './codec.ts';
import type { Con } from './con-2.ts';
import type { Date_ } from './date.ts';
import type { Größe } from './größe.ts';
import type { MachineState as MachineState_ } from './machine-state-2.ts';
import type { MachineState } from './machine-state.ts';
import type { RecordInput } from './record-input.ts';
import type { Record_, RecordInput as RecordInput_ } from './record.ts';
import type { SAMPLES } from './samples.ts';
import type { Uint8Array_ } from './uint8-array.ts';

/** Avro record `clients.index`. */
export interface Index {
  record: Record_;
  date: Date_;
  cls: Class;
  upper: CLASS;
  snake: MachineState;
  pascal: MachineState_;
  input: RecordInput;
  codec: Codec;
  samples: SAMPLES;
  uint: Uint8Array_;
  con: Con;
  digits: _3D;
  unicode: Größe;
}

/** `Index` to encode: fields left out take their defaults. */
export interface IndexInput extends Omit<Index, 'record'> {
  record: RecordInput_;
}
