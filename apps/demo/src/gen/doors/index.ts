// Made by `npm run gen`; edit its source instead.
export type { DoorSensor } from './door-sensor.ts';
export { connect, SERVERS } from './connection.ts';
export type { ClientOptions, ConnectOptions } from './connection.ts';
export { DoorSensorProducer } from './clients/door-sensors.ts';
export type { DoorSensorSendOptions, OutgoingDoorSensor } from './clients/door-sensors.ts';
