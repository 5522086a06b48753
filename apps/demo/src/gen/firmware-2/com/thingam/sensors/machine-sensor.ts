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
  /** Deprecated: read `unit`. The unit of `value` as the machine's display writes it, e.g. C. */
  units: string;
  /**
   * The unit of `value` as a UCUM code, e.g. Cel; empty where the sensor's firmware does not know it.
   *
   * @defaultValue `""`
   */
  unit: string;
}

/** `MachineSensor` to encode: fields left out take their defaults. */
export interface MachineSensorInput extends Omit<MachineSensor, 'unit'> {
  /**
   * The unit of `value` as a UCUM code, e.g. Cel; empty where the sensor's firmware does not know it.
   *
   * @defaultValue `""`
   */
  unit?: string;
}
