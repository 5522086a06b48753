// Made by `npm run gen`; edit its source instead.
/* eslint-disable -- compiled */
import { MISMATCH, codecPlan, createCodec, readFloat, readLength, readString, writeFloat, writeString } from "@sluice/serde/emitted";
import type { Bytes, Codec, Cursor, EmittedOptions } from "@sluice/serde/emitted";
import type { MachineSensor } from './machine-sensor.ts';

const OPTIONS: EmittedOptions = {};

const SCHEMA = "{\"type\":\"record\",\"name\":\"MachineSensor\",\"namespace\":\"com.thingam.sensors\",\"doc\":\"One reading of one sensor on one machine of Thingam Industries.\",\"fields\":[{\"name\":\"machine\",\"type\":\"string\",\"doc\":\"The machine that carries the sensor, e.g. SuperOven3000. Also the record's key.\"},{\"name\":\"sensor\",\"type\":\"string\",\"doc\":\"The sensor on that machine, e.g. OvenTemp.\"},{\"name\":\"value\",\"type\":\"float\",\"doc\":\"What the sensor measured, in `units`.\"},{\"name\":\"units\",\"type\":\"string\",\"doc\":\"The unit of `value` as the machine's display writes it, e.g. C.\"}]}";

export const machineSensorCodec: Codec<MachineSensor> = createCodec({
  plan: codecPlan(SCHEMA, OPTIONS),
  encode() {
function encode(v: any, b: Bytes, p: number, _d: number): number {
  if (typeof v !== 'object' || v === null || Array.isArray(v)) throw MISMATCH;
  const v1 = v.machine;
  p = writeString(v1, b, p);
  const v2 = v.sensor;
  p = writeString(v2, b, p);
  const v3 = v.value;
  p = writeFloat(v3, b, p);
  const v4 = v.units;
  p = writeString(v4, b, p);
  return p;
}
return encode;
  },
  decode() {
function decode(b: Bytes, p: number, end: number, c: Cursor, _d: number): unknown {
  const v1 = readString(b, p, end, c);
  p = c.at;
  const v2 = readString(b, p, end, c);
  p = c.at;
  const v3 = readFloat(b, p);
  p += 4;
  const v4 = readString(b, p, end, c);
  p = c.at;
  c.at = p;
  return { machine: v1, sensor: v2, value: v3, units: v4 };
}
return decode;
  },
  validate() {
function validate(b: Bytes, p: number, end: number, c: Cursor, _d: number): number {
  const n1 = readLength(b, p, end, c);
  p = c.at + n1;
  const n2 = readLength(b, p, end, c);
  p = c.at + n2;
  p += 4;
  const n3 = readLength(b, p, end, c);
  p = c.at + n3;
  return p;
}
return validate;
  },
});
