// Made by `sluice generate --avro schemas/protobuf-2 --out gen`; edit its source instead.
import type { MachineEngine, MachineEngineInput } from './machine/engine.ts';
import type { MachineTrailer } from './machine/trailer.ts';
import type { MachineWheel } from './machine/wheel.ts';
import type { Mode } from './mode.ts';
import type { Place } from './place.ts';

/** Protobuf message `acme.old.Machine`. */
export interface Machine {
  id: number;
  /** Whoever finds none takes `'mill'`. */
  name?: string;
  /** Whoever finds none takes `-5`. */
  size?: bigint;
  place: Place;
  numbers: number[];
  packedNumbers: number[];
  /** Whoever finds none takes `'FAST'`. */
  mode?: Mode;
  modes: Mode[];
  packedModes: Mode[];
  modesByName: Record<string, Mode>;
  engine?: MachineEngine;
  wheel: MachineWheel[];
  extra?:
    | { case: 'otherMode'; value: Mode }
    | { case: 'otherPlace'; value: Place }
    | { case: 'trailer'; value: MachineTrailer };
  /** Whoever finds none takes `Uint8Array.of(1, 2)`. */
  data?: Uint8Array;
}

/** `Machine` to encode: what is left out takes its default. */
export interface MachineInput {
  id: number;
  /** Whoever finds none takes `'mill'`. */
  name?: string;
  /** Whoever finds none takes `-5`. */
  size?: bigint;
  place: Place;
  numbers?: number[];
  packedNumbers?: number[];
  /** Whoever finds none takes `'FAST'`. */
  mode?: Mode;
  modes?: Mode[];
  packedModes?: Mode[];
  modesByName?: Record<string, Mode>;
  engine?: MachineEngineInput;
  wheel?: MachineWheel[];
  extra?:
    | { case: 'otherMode'; value: Mode }
    | { case: 'otherPlace'; value: Place }
    | { case: 'trailer'; value: MachineTrailer };
  /** Whoever finds none takes `Uint8Array.of(1, 2)`. */
  data?: Uint8Array;
}
