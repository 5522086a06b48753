// Made by `npm run gen`; edit its source instead.
import { machineSensorCodec } from '../com/thingam/sensors/machine-sensor.codec.ts';
import type { MachineSensor } from '../com/thingam/sensors/machine-sensor.ts';
import { machineStateCodec } from '../com/thingam/sensors/machine-state.codec.ts';
import type { MachineState } from '../com/thingam/sensors/machine-state.ts';
import { avroFormat } from '@sluice/serde/clients';

/** Avro com.thingam.sensors.MachineSensor. */
export const machineSensorFormat = avroFormat<MachineSensor>({
  schema:
    '{"type":"record","name":"MachineSensor","namespace":"com.thingam.sensors","doc":"One reading of one sensor on one machine of Thingam Industries.","fields":[{"name":"machine","type":"string","doc":"The machine that carries the sensor, e.g. SuperOven3000. Also the record\'s key."},{"name":"sensor","type":"string","doc":"The sensor on that machine, e.g. OvenTemp."},{"name":"value","type":"float","doc":"What the sensor measured, in `units`."},{"name":"units","type":"string","doc":"The unit of `value` as the machine\'s display writes it, e.g. C."}]}',
  codec: machineSensorCodec,
});

/** Avro com.thingam.sensors.MachineState. */
export const machineStateFormat = avroFormat<MachineState>({
  schema:
    '{"type":"record","name":"MachineState","namespace":"com.thingam.sensors","doc":"What a machine is doing from now on, sent whenever it changes.","fields":[{"name":"machine","type":"string","doc":"The machine whose state changed. Also the record\'s key."},{"name":"state","type":{"type":"enum","name":"State","doc":"RUNNING makes thingamajigs, IDLE waits for work, FAULT needs a person.","symbols":["RUNNING","IDLE","FAULT"]},"doc":"The state that the machine is in now."}]}',
  codec: machineStateCodec,
});
