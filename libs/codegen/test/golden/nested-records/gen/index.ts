// Made by `sluice generate --avro schemas/nested-records --out gen`; edit its source instead.
export type { Machine, MachineInput } from './com/thingam/machine.ts';
export type { Place, PlaceInput } from './com/thingam/place.ts';
export type { Maker, MakerInput } from './com/makers/maker.ts';
export type { Fleet, FleetInput } from './com/thingam/fleet.ts';
export { machineCodec } from './com/thingam/machine.codec.ts';
export { fleetCodec } from './com/thingam/fleet.codec.ts';
