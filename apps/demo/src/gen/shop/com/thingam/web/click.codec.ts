// Made by `npm run gen`; edit its source instead.
/* eslint-disable -- compiled */
import { MALFORMED, MISMATCH, codecPlan, createCodec, findTag, keysOf, readCount, readKey, readLength, readLong, readString, readVar32, setEntry, skipVar64, writeLong, writeString, writeVar32 } from "@sluice/serde/emitted";
import type { Bytes, Codec, Cursor, EmittedOptions } from "@sluice/serde/emitted";
import type { Click, ClickInput } from './click.ts';

const OPTIONS: EmittedOptions = {};

const SCHEMA = "{\"type\":\"record\",\"name\":\"Click\",\"namespace\":\"com.thingam.web\",\"doc\":\"One click on a page of the Thingam shop.\",\"fields\":[{\"name\":\"visitor\",\"type\":{\"type\":\"string\",\"logicalType\":\"uuid\"},\"doc\":\"Whoever clicked, as the shop's cookie knows them. Also the record's key.\"},{\"name\":\"at\",\"type\":{\"type\":\"long\",\"logicalType\":\"timestamp-millis\"},\"doc\":\"When, by the visitor's clock.\"},{\"name\":\"page\",\"type\":\"string\",\"doc\":\"The path of the page, e.g. /thingamajigs/7.\"},{\"name\":\"element\",\"type\":[\"null\",\"string\"],\"doc\":\"What was clicked, as a CSS selector; null for the page itself.\",\"default\":null},{\"name\":\"device\",\"type\":{\"type\":\"enum\",\"name\":\"Device\",\"symbols\":[\"UNKNOWN\",\"DESKTOP\",\"PHONE\",\"TABLET\"],\"default\":\"UNKNOWN\"},\"doc\":\"What the visitor holds.\"},{\"name\":\"campaign\",\"type\":{\"type\":\"map\",\"values\":\"string\"},\"doc\":\"The parameters that the campaign's link carried.\",\"default\":{}}]}";

export const clickCodec: Codec<Click, ClickInput> = createCodec({
  plan: codecPlan(SCHEMA, OPTIONS),
  encode() {
const tags7: any = ["null", "string"];
function encode(v: any, b: Bytes, p: number, _d: number): number {
  if (typeof v !== 'object' || v === null || Array.isArray(v)) throw MISMATCH;
  const v1 = v.visitor;
  p = writeString(v1, b, p);
  const v2 = v.at;
  if (typeof v2 === 'number' && (v2 | 0) === v2) {
    const z3 = ((v2 << 1) ^ (v2 >> 31)) >>> 0;
    if (z3 < 128) b[p++] = z3;
    else p = writeVar32(z3, b, p);
  }
  else p = writeLong(v2, b, p);
  const v4 = v.page;
  p = writeString(v4, b, p);
  let v5 = v.element;
  if (v5 === undefined) v5 = null;
  let n6 = v5 === null ? 0 : typeof v5 === 'string' ? 1 : -1;
  if (n6 < 0) if ((n6 = findTag(v5, tags7)) >= 0) v5 = v5[tags7[n6]];
  switch (n6) {
    case 0: b[p++] = 0; if (v5 !== null) throw MISMATCH; break;
    case 1: b[p++] = 2; p = writeString(v5, b, p); break;
    default: throw MISMATCH;
  }
  const v8 = v.device;
  switch (v8) {
    case "UNKNOWN": b[p++] = 0; break;
    case "DESKTOP": b[p++] = 2; break;
    case "PHONE": b[p++] = 4; break;
    case "TABLET": b[p++] = 6; break;
    default: throw MISMATCH;
  }
  let v10 = v.campaign;
  if (v10 === undefined) v10 = {};
  const k11 = keysOf(v10);
  if (k11.length > 0) p = writeVar32(k11.length << 1, b, p);
  for (let i12 = 0; i12 < k11.length; i12++) {
    const k13 = k11[i12];
    p = writeString(k13, b, p);
    const v14 = v10[k13];
    p = writeString(v14, b, p);
  }
  b[p++] = 0;
  return p;
}
return encode;
  },
  decode() {
const symbols8 = ["UNKNOWN", "DESKTOP", "PHONE", "TABLET"];
function decode(b: Bytes, p: number, end: number, c: Cursor, _d: number): unknown {
  const v1 = readString(b, p, end, c);
  p = c.at;
  let v2 = b[p];
  if (v2 < 128) { p++; v2 = (v2 >>> 1) ^ -(v2 & 1); }
  else { v2 = readLong(b, p, c); p = c.at; }
  const v3 = readString(b, p, end, c);
  p = c.at;
  let n4 = b[p];
  if (n4 < 128) p++;
  else { n4 = readVar32(b, p, c); p = c.at; }
  let v5;
  switch (n4) {
    case 0: v5 = null; break;
    case 2: {
      const v7 = readString(b, p, end, c);
      p = c.at;
      v5 = v7;
      break;
    }
    default: throw MALFORMED;
  }
  let n9 = b[p];
  if (n9 < 128) p++;
  else { n9 = readVar32(b, p, c); p = c.at; }
  const v10 = symbols8[(n9 >>> 1) ^ -(n9 & 1)];
  if (v10 === undefined) throw MALFORMED;
  const v11 = {};
  for (;;) {
    let n14 = readCount(b, p, end, 2, c);
    p = c.at;
    if (n14 === 0) break;
    for (; n14 > 0; n14--) {
      const k12 = readKey(b, p, end, c);
      p = c.at;
      const v13 = readString(b, p, end, c);
      p = c.at;
      setEntry(v11, k12, v13);
    }
  }
  c.at = p;
  return { visitor: v1, at: v2, page: v3, element: v5, device: v10, campaign: v11 };
}
return decode;
  },
  validate() {
function validate(b: Bytes, p: number, end: number, c: Cursor, _d: number): number {
  const n1 = readLength(b, p, end, c);
  p = c.at + n1;
  if (b[p] < 128) p++;
  else p = skipVar64(b, p);
  const n2 = readLength(b, p, end, c);
  p = c.at + n2;
  let n3 = b[p];
  if (n3 < 128) p++;
  else { n3 = readVar32(b, p, c); p = c.at; }
  switch (n3) {
    case 0:  break;
    case 2: {
      const n4 = readLength(b, p, end, c);
      p = c.at + n4;
      break;
    }
    default: throw MALFORMED;
  }
  let n5 = b[p];
  if (n5 < 128) p++;
  else { n5 = readVar32(b, p, c); p = c.at; }
  if ((n5 & 1) !== 0 || n5 >= 8) throw MALFORMED;
  for (;;) {
    let n8 = readCount(b, p, end, 2, c);
    p = c.at;
    if (n8 === 0) break;
    for (; n8 > 0; n8--) {
      const n6 = readLength(b, p, end, c);
      p = c.at + n6;
      const n7 = readLength(b, p, end, c);
      p = c.at + n7;
    }
  }
  return p;
}
return validate;
  },
});
