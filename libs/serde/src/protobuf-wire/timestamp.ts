import { refuse, refuseBytes } from './fault.ts';
import { getInt32, getInt64, getTag, skipField } from './get.ts';
import type { ProtobufReader } from './get.ts';
import { putInt32, putInt64, putTag } from './put.ts';
import type { ProtobufWriter } from './put.ts';

/*
 * google.protobuf.Timestamp as values that people work with. It holds the years 1 to 9999, to the nanosecond.
 */

const MIN_SECONDS = -62_135_596_800n;
const MAX_SECONDS = 253_402_300_799n;
const EXPECTED = 'a time of the years 1 to 9999';

/** A Date, to the millisecond. */
export function writeTimestampDate(w: ProtobufWriter, value: Date | undefined): void {
  if (!(value instanceof Date)) refuse('', undefined, 'a Date', value);
  const time = value.getTime();
  if (Number.isNaN(time)) refuse('', undefined, 'a valid Date', String(value));
  const seconds = Math.floor(time / 1000);
  writeTimestamp(w, BigInt(seconds), (time - seconds * 1000) * 1_000_000, value.toISOString());
}

/** What is finer than a millisecond is left out. */
export function readTimestampDate(r: ProtobufReader): Date {
  const { seconds, nanos } = readTimestamp(r);
  return new Date(Number(seconds) * 1000 + Math.floor(nanos / 1_000_000));
}

const TEXT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[-+]\d\d:\d\d)$/;

/** Text of RFC 3339, such as `2026-01-31T12:00:00.5Z`. */
export function writeTimestampText(w: ProtobufWriter, value: string | undefined): void {
  if (typeof value !== 'string') refuse('', undefined, 'text', value);
  const [, base = '', fraction = '', zone = ''] = TEXT.exec(value) ?? [];
  const time = Date.parse(base + zone);
  // A Date takes the 31st of any month.
  const isReal = !Number.isNaN(time) && new Date(`${base}Z`).toISOString().startsWith(base);
  if (!isReal) refuse('', undefined, 'a time as text, such as 2026-01-31T12:00:00.5Z', value);
  writeTimestamp(w, BigInt(time / 1000), Number(fraction.padEnd(9, '0')), value);
}

/** In UTC, with as many of three, six or nine digits of the second as it has. */
export function readTimestampText(r: ProtobufReader): string {
  const { seconds, nanos } = readTimestamp(r);
  const base = new Date(Number(seconds) * 1000).toISOString().slice(0, 19);
  const digits = String(nanos)
    .padStart(9, '0')
    .replace(/^(\d{3})(?:0{6})$|^(\d{6})0{3}$/, '$1$2');
  return `${base}${nanos === 0 ? '' : `.${digits}`}Z`;
}

function writeTimestamp(w: ProtobufWriter, seconds: bigint, nanos: number, shown: string): void {
  if (seconds < MIN_SECONDS || seconds > MAX_SECONDS) refuse('', undefined, EXPECTED, shown);
  if (seconds !== 0n) {
    putTag(w, 8);
    putInt64(w, seconds, 'seconds');
  }
  if (nanos !== 0) {
    putTag(w, 16);
    putInt32(w, nanos, 'nanos');
  }
}

function readTimestamp(r: ProtobufReader): { readonly seconds: bigint; readonly nanos: number } {
  const start = r.at;
  let seconds = 0n;
  let nanos = 0;
  while (r.at < r.end) {
    const tag = getTag(r);
    if (tag === 8) seconds = getInt64(r);
    else if (tag === 16) nanos = getInt32(r);
    else skipField(r, tag);
  }
  const isTime = seconds >= MIN_SECONDS && seconds <= MAX_SECONDS && nanos >= 0 && nanos < 1_000_000_000;
  if (!isTime) refuseBytes(start, EXPECTED, `${seconds} seconds and ${nanos} nanoseconds`);
  return { seconds, nanos };
}
