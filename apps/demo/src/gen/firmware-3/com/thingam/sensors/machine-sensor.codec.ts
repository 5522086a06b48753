// Made by `npm run gen`; edit its source instead.
/* eslint-disable -- compiled */
import { MALFORMED, MISMATCH, codecPlan, createCodec, findTag, readFloat, readLength, readString, readVar32, writeFloat, writeString } from "@sluice/serde/emitted";
import type { Bytes, Codec, Cursor, EmittedOptions } from "@sluice/serde/emitted";
import type { MachineSensor, MachineSensorInput } from './machine-sensor.ts';

const OPTIONS: EmittedOptions = {};

const SCHEMA = "{\"type\":\"record\",\"name\":\"MachineSensor\",\"namespace\":\"com.thingam.sensors\",\"doc\":\"One reading of one sensor on one machine of Thingam Industries.\",\"fields\":[{\"name\":\"machine\",\"type\":\"string\",\"doc\":\"The machine that carries the sensor, e.g. SuperOven3000. Also the record's key.\"},{\"name\":\"sensor\",\"type\":\"string\",\"doc\":\"The sensor on that machine, e.g. OvenTemp.\"},{\"name\":\"value\",\"type\":\"float\",\"doc\":\"What the sensor measured, in `units`.\"},{\"name\":\"units\",\"type\":\"string\",\"doc\":\"Deprecated: read `unitCode`. The unit of `value` as the machine's display writes it, e.g. C.\"},{\"name\":\"unitCode\",\"type\":\"string\",\"doc\":\"The unit of `value` as a UCUM code, e.g. Cel; empty where the sensor's firmware does not know it.\",\"default\":\"\",\"aliases\":[\"unit\"]},{\"name\":\"firmware\",\"type\":[\"null\",\"string\"],\"doc\":\"The firmware that took the reading, e.g. 3.0.0; null where the sensor does not say.\",\"default\":null}]}";

export const machineSensorCodec: Codec<MachineSensor, MachineSensorInput> = createCodec({
  plan: codecPlan(SCHEMA, OPTIONS),
  encode() {
const tags8: any = ["null", "string"];
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
  let v5 = v.unitCode;
  if (v5 === undefined) v5 = "";
  p = writeString(v5, b, p);
  let v6 = v.firmware;
  if (v6 === undefined) v6 = null;
  let n7 = v6 === null ? 0 : typeof v6 === 'string' ? 1 : -1;
  if (n7 < 0) if ((n7 = findTag(v6, tags8)) >= 0) v6 = v6[tags8[n7]];
  switch (n7) {
    case 0: b[p++] = 0; if (v6 !== null) throw MISMATCH; break;
    case 1: b[p++] = 2; p = writeString(v6, b, p); break;
    default: throw MISMATCH;
  }
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
  const v5 = readString(b, p, end, c);
  p = c.at;
  let n6 = b[p];
  if (n6 < 128) p++;
  else { n6 = readVar32(b, p, c); p = c.at; }
  let v7;
  switch (n6) {
    case 0: v7 = null; break;
    case 2: {
      const v9 = readString(b, p, end, c);
      p = c.at;
      v7 = v9;
      break;
    }
    default: throw MALFORMED;
  }
  c.at = p;
  return { machine: v1, sensor: v2, value: v3, units: v4, unitCode: v5, firmware: v7 };
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
  const n4 = readLength(b, p, end, c);
  p = c.at + n4;
  let n5 = b[p];
  if (n5 < 128) p++;
  else { n5 = readVar32(b, p, c); p = c.at; }
  switch (n5) {
    case 0:  break;
    case 2: {
      const n6 = readLength(b, p, end, c);
      p = c.at + n6;
      break;
    }
    default: throw MALFORMED;
  }
  return p;
}
return validate;
  },
});
