// Made by `npm run gen`; edit its source instead.
export type { MachineSensor } from './com/thingam/sensors/machine-sensor.ts';
export type { MachineState } from './com/thingam/sensors/machine-state.ts';
export { STATE_SYMBOLS } from './com/thingam/sensors/state.ts';
export type { State } from './com/thingam/sensors/state.ts';
export { machineSensorCodec } from './com/thingam/sensors/machine-sensor.codec.ts';
export { machineStateCodec } from './com/thingam/sensors/machine-state.codec.ts';
export { connect, SERVERS } from './connection.ts';
export type { ClientOptions, ConnectOptions } from './connection.ts';
export { MachineSensorConsumer, MachineSensorProducer } from './clients/machine-sensors.ts';
export type {
  IncomingMachineSensor,
  MachineSensorConsumerOptions,
  MachineSensorSendOptions,
  OutgoingMachineSensor,
} from './clients/machine-sensors.ts';
export { MachineStateConsumer, MachineStateProducer } from './clients/machine-states.ts';
export type {
  IncomingMachineState,
  MachineStateConsumerOptions,
  MachineStateSendOptions,
  OutgoingMachineState,
} from './clients/machine-states.ts';
