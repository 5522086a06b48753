// Made by `sluice generate --avro schemas/json-objects --out gen`; edit its source instead.
export type { DoorSensor, DoorSensorLocation, DoorSensorHistoryItem } from './com/thingam/door-sensor.ts';
export type { Extensible } from './extensible.ts';
export type { Dictionary } from './dictionary.ts';
export type { Nothing } from './nothing.ts';
