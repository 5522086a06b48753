// Made by `sluice generate --avro schemas/protobuf-2 --out gen`; edit its source instead.
export type { Machine, MachineInput } from './acme/old/machine.ts';
export { machineCodec } from './acme/old/machine.codec.ts';
export type { Place } from './acme/old/place.ts';
export { placeCodec } from './acme/old/place.codec.ts';
export { MODE_NUMBERS } from './acme/old/mode.ts';
export type { Mode } from './acme/old/mode.ts';
export type { MachineEngine, MachineEngineInput } from './acme/old/machine/engine.ts';
export { machineEngineCodec } from './acme/old/machine/engine.codec.ts';
export type { MachineWheel } from './acme/old/machine/wheel.ts';
export { machineWheelCodec } from './acme/old/machine/wheel.codec.ts';
export type { MachineTrailer } from './acme/old/machine/trailer.ts';
export { machineTrailerCodec } from './acme/old/machine/trailer.codec.ts';
