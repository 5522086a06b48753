// Made by `sluice generate --avro schemas/primitives --out gen`; edit its source instead.
/* eslint-disable -- compiled */
import { MALFORMED, MISMATCH, codecPlan, createCodec, readBytes, readDouble, readFloat, readLength, readLong, readString, readVar32, skipVar64, writeBytes, writeDouble, writeFloat, writeLong, writeString, writeVar32 } from "@sluice/serde/emitted";
import type { Bytes, Codec, Cursor, EmittedOptions } from "@sluice/serde/emitted";
import type { Primitives } from './primitives.ts';

const OPTIONS: EmittedOptions = {};

const SCHEMA = "{\"type\":\"record\",\"name\":\"Primitives\",\"namespace\":\"com.thingam\",\"fields\":[{\"name\":\"nothing\",\"type\":\"null\"},{\"name\":\"flag\",\"type\":\"boolean\"},{\"name\":\"small\",\"type\":\"int\"},{\"name\":\"big\",\"type\":\"long\"},{\"name\":\"half\",\"type\":\"float\"},{\"name\":\"whole\",\"type\":\"double\"},{\"name\":\"raw\",\"type\":\"bytes\"},{\"name\":\"text\",\"type\":\"string\"}]}";

export const primitivesCodec: Codec<Primitives> = createCodec({
  plan: codecPlan(SCHEMA, OPTIONS),
  encode() {
function encode(v: any, b: Bytes, p: number, _d: number): number {
  if (typeof v !== 'object' || v === null || Array.isArray(v)) throw MISMATCH;
  const v1 = v.nothing;
  if (v1 !== null) throw MISMATCH;
  const v2 = v.flag;
  if (typeof v2 !== 'boolean') throw MISMATCH;
  b[p++] = v2 ? 1 : 0;
  const v3 = v.small;
  if (typeof v3 !== 'number' || (v3 | 0) !== v3) throw MISMATCH;
  const z4 = ((v3 << 1) ^ (v3 >> 31)) >>> 0;
  if (z4 < 128) b[p++] = z4;
  else p = writeVar32(z4, b, p);
  const v5 = v.big;
  if (typeof v5 === 'number' && (v5 | 0) === v5) {
    const z6 = ((v5 << 1) ^ (v5 >> 31)) >>> 0;
    if (z6 < 128) b[p++] = z6;
    else p = writeVar32(z6, b, p);
  }
  else p = writeLong(v5, b, p);
  const v7 = v.half;
  p = writeFloat(v7, b, p);
  const v8 = v.whole;
  p = writeDouble(v8, b, p);
  const v9 = v.raw;
  p = writeBytes(v9, b, p);
  const v10 = v.text;
  p = writeString(v10, b, p);
  return p;
}
return encode;
  },
  decode() {
function decode(b: Bytes, p: number, end: number, c: Cursor, _d: number): unknown {
  const v2 = b[p++];
  if (v2 !== 0 && v2 !== 1) throw MALFORMED;
  let v3 = b[p];
  if (v3 < 128) p++;
  else { v3 = readVar32(b, p, c); p = c.at; }
  let v4 = b[p];
  if (v4 < 128) { p++; v4 = (v4 >>> 1) ^ -(v4 & 1); }
  else { v4 = readLong(b, p, c); p = c.at; }
  const v5 = readFloat(b, p);
  p += 4;
  const v6 = readDouble(b, p);
  p += 8;
  const v7 = readBytes(b, p, end, c);
  p = c.at;
  const v8 = readString(b, p, end, c);
  p = c.at;
  c.at = p;
  return { nothing: null, flag: v2 === 1, small: (v3 >>> 1) ^ -(v3 & 1), big: v4, half: v5, whole: v6, raw: v7, text: v8 };
}
return decode;
  },
  validate() {
function validate(b: Bytes, p: number, end: number, c: Cursor, _d: number): number {
  const v1 = b[p++];
  if (v1 !== 0 && v1 !== 1) throw MALFORMED;
  if (b[p] < 128) p++;
  else { readVar32(b, p, c); p = c.at; }
  if (b[p] < 128) p++;
  else p = skipVar64(b, p);
  p += 4;
  p += 8;
  const n2 = readLength(b, p, end, c);
  p = c.at + n2;
  const n3 = readLength(b, p, end, c);
  p = c.at + n3;
  return p;
}
return validate;
  },
});
