// Made by `npm run gen`; edit its source instead.
import type { DoorSensor } from '../door-sensor.ts';
import { jsonFormat } from '@sluice/serde/clients';

/** JSON Schema door-sensor. */
export const doorSensorFormat = jsonFormat<DoorSensor>({
  schema:
    '{"$schema":"http://json-schema.org/draft-07/schema#","title":"DoorSensor","description":"A door of the factory was opened or closed.","type":"object","properties":{"location":{"type":"string","minLength":1,"description":"Where the door is, e.g. Loading Dock 2. Also the record\'s key."},"state":{"type":"string","enum":["open","closed"],"description":"What the door is from now on."}},"required":["location","state"],"additionalProperties":false}',
  title: 'DoorSensor',
});
