// Made by `npm run gen`; edit its source instead.
import { machineSensorCodec } from '../com/thingam/sensors/machine-sensor.codec.ts';
import type { MachineSensor } from '../com/thingam/sensors/machine-sensor.ts';
import { avroFormat } from '@sluice/serde/clients';

/** Avro com.thingam.sensors.MachineSensor. */
export const machineSensorFormat = avroFormat<MachineSensor>({
  schema:
    '{"type":"record","name":"MachineSensor","namespace":"com.thingam.sensors","doc":"One reading of one sensor on one machine of Thingam Industries.","fields":[{"name":"machine","type":"string","doc":"The machine that carries the sensor, e.g. SuperOven3000. Also the record\'s key."},{"name":"sensor","type":"string","doc":"The sensor on that machine, e.g. OvenTemp."},{"name":"value","type":"float","doc":"What the sensor measured, in `units`."},{"name":"units","type":"string","doc":"Deprecated: read `unit`. The unit of `value` as the machine\'s display writes it, e.g. C."},{"name":"unit","type":"string","doc":"The unit of `value` as a UCUM code, e.g. Cel; empty where the sensor\'s firmware does not know it.","default":""}]}',
  codec: machineSensorCodec,
});
