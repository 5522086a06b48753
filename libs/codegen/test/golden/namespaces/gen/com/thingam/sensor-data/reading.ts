// Made by `sluice generate --avro schemas/namespaces --out gen`; edit its source instead.
import type { Status as Status_ } from '../../../org/example/status.ts';
import type { Rootless } from '../../../rootless.ts';
import type { Twin } from '../sensor-data-2/twin.ts';
import type { Status } from '../status.ts';
import type { Status as Status_2 } from './status.ts';

/** Avro record `com.thingam.sensorData.Reading`. */
export interface Reading {
  status: Status;
  other: Status_;
  mine: Status_2;
  root: Rootless;
  dots: Twin;
}
