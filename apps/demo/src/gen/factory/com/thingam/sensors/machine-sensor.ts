// Made by `npm run gen`; edit its source instead.

/**
 * One reading of one sensor on one machine of Thingam Industries.
 *
 * Avro record `com.thingam.sensors.MachineSensor`.
 */
export interface MachineSensor {
  /** The machine that carries the sensor, e.g. SuperOven3000. Also the record's key. */
  machine: string;
  /** The sensor on that machine, e.g. OvenTemp. */
  sensor: string;
  /** What the sensor measured, in `units`. */
  value: number;
  /** The unit of `value` as the machine's display writes it, e.g. C. */
  units: string;
}
