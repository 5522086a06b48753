// Made by `sluice generate --avro schemas/namespaces --out gen`; edit its source instead.

/** Avro record `com.thingam.sensor_data.Twin`. */
export interface Twin {
  x: number;
}
