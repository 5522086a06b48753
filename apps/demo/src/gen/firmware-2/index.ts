// Made by `npm run gen`; edit its source instead.
export type { MachineSensor, MachineSensorInput } from './com/thingam/sensors/machine-sensor.ts';
export { machineSensorCodec } from './com/thingam/sensors/machine-sensor.codec.ts';
export { connect, SERVERS } from './connection.ts';
export type { ClientOptions, ConnectOptions } from './connection.ts';
export { MachineSensorConsumer, MachineSensorProducer } from './clients/machine-sensors.ts';
export type {
  IncomingMachineSensor,
  MachineSensorConsumerOptions,
  MachineSensorSendOptions,
  OutgoingMachineSensor,
} from './clients/machine-sensors.ts';
