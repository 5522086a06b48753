// Made by `npm run gen`; edit its source instead.
/* eslint-disable -- compiled */
import { MALFORMED, MISMATCH, codecPlan, createCodec, readLength, readString, readVar32, writeString } from "@sluice/serde/emitted";
import type { Bytes, Codec, Cursor, EmittedOptions } from "@sluice/serde/emitted";
import type { MachineState } from './machine-state.ts';

const OPTIONS: EmittedOptions = {};

const SCHEMA = "{\"type\":\"record\",\"name\":\"MachineState\",\"namespace\":\"com.thingam.sensors\",\"doc\":\"What a machine is doing from now on, sent whenever it changes.\",\"fields\":[{\"name\":\"machine\",\"type\":\"string\",\"doc\":\"The machine whose state changed. Also the record's key.\"},{\"name\":\"state\",\"type\":{\"type\":\"enum\",\"name\":\"State\",\"doc\":\"RUNNING makes thingamajigs, IDLE waits for work, FAULT needs a person.\",\"symbols\":[\"RUNNING\",\"IDLE\",\"FAULT\"]},\"doc\":\"The state that the machine is in now.\"}]}";

export const machineStateCodec: Codec<MachineState> = createCodec({
  plan: codecPlan(SCHEMA, OPTIONS),
  encode() {
function encode(v: any, b: Bytes, p: number, _d: number): number {
  if (typeof v !== 'object' || v === null || Array.isArray(v)) throw MISMATCH;
  const v1 = v.machine;
  p = writeString(v1, b, p);
  const v2 = v.state;
  switch (v2) {
    case "RUNNING": b[p++] = 0; break;
    case "IDLE": b[p++] = 2; break;
    case "FAULT": b[p++] = 4; break;
    default: throw MISMATCH;
  }
  return p;
}
return encode;
  },
  decode() {
const symbols2 = ["RUNNING", "IDLE", "FAULT"];
function decode(b: Bytes, p: number, end: number, c: Cursor, _d: number): unknown {
  const v1 = readString(b, p, end, c);
  p = c.at;
  let n3 = b[p];
  if (n3 < 128) p++;
  else { n3 = readVar32(b, p, c); p = c.at; }
  const v4 = symbols2[(n3 >>> 1) ^ -(n3 & 1)];
  if (v4 === undefined) throw MALFORMED;
  c.at = p;
  return { machine: v1, state: v4 };
}
return decode;
  },
  validate() {
function validate(b: Bytes, p: number, end: number, c: Cursor, _d: number): number {
  const n1 = readLength(b, p, end, c);
  p = c.at + n1;
  let n2 = b[p];
  if (n2 < 128) p++;
  else { n2 = readVar32(b, p, c); p = c.at; }
  if ((n2 & 1) !== 0 || n2 >= 6) throw MALFORMED;
  return p;
}
return validate;
  },
});
