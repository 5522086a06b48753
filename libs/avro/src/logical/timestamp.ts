import type { LogicalConversion, LogicalType } from '../logical-type.ts';
import { formatDate, parseDate } from './calendar.ts';
import { formatTime, parseTime } from './clock.ts';
import type { Unit } from './clock.ts';

/**
 * Instants on long, shown as `2026-11-21T13:45:30.123Z` with all digits of the unit (Avro 1.12, Timestamp). Encoders
 * take text with any offset, and a Date.
 */
export function timestampType(unit: Unit): LogicalType {
  return onLong(convertTimestamp(unit, 'Z'));
}

/** Local times on long, shown as `2026-11-21T13:45:30.123`. A Date stands for what it shows in UTC. */
export function localTimestampType(unit: Unit): LogicalType {
  return onLong(convertTimestamp(unit, ''));
}

/** The same base, shown as a Date; what it cannot hold is refused. For milliseconds: a Date has no smaller parts. */
export function showAsDate(type: LogicalType): LogicalType {
  return {
    bind(schema) {
      const text = type.bind(schema);
      return text === undefined ? undefined : { ...text, fromBase: toDate };
    },
  };
}

function onLong(conversion: LogicalConversion): LogicalType {
  return { bind: (schema) => (schema.type === 'long' ? conversion : undefined) };
}

function toDate(base: unknown): Date | undefined {
  const date = new Date(Number(base));
  return Number.isNaN(date.getTime()) ? undefined : date;
}

function convertTimestamp(unit: Unit, zone: 'Z' | ''): LogicalConversion {
  const perDay = BigInt(unit.perDay);
  return {
    expected: `${zone === 'Z' ? 'timestamp' : 'local timestamp'} (ISO 8601 text, at most ${unit.digits} digits of a second's fraction)`,
    fromBase(base) {
      if (typeof base !== 'bigint') return undefined;
      let days = base / perDay;
      let time = base % perDay;
      if (time < 0n) {
        days--;
        time += perDay;
      }
      return `${formatDate(Number(days))}T${formatTime(Number(time), unit)}${zone}`;
    },
    toBase(value) {
      if (typeof value === 'string') return asLong(parseTimestamp(value, unit, zone));
      // An invalid Date has no whole number of milliseconds: BigInt throws, which counts as a refusal.
      if (value instanceof Date) return asLong(BigInt(value.getTime()) * unit.perMilli);
      return Number.isSafeInteger(value) ? BigInt(value as number) : asLong(value);
    },
    isShown: (value) => typeof value === 'string' || value instanceof Date,
  };
}

function asLong(value: unknown): bigint | undefined {
  return typeof value === 'bigint' && BigInt.asIntN(64, value) === value ? value : undefined;
}

const TIMESTAMP = /^([^T]+)T([\d:.]+)(Z|[+-]\d\d:\d\d)?$/;

function parseTimestamp(text: string, unit: Unit, zone: 'Z' | ''): bigint | undefined {
  const [, date = '', clock = '', offset = ''] = TIMESTAMP.exec(text) ?? [];
  const [days, time] = [parseDate(date), parseTime(clock, unit)];
  const shift = zone === 'Z' ? parseOffset(offset) : offset === '' ? 0 : undefined;
  if (days === undefined || time === undefined || shift === undefined) return undefined;
  return BigInt(days) * BigInt(unit.perDay) + BigInt(time - shift * unit.perSecond);
}

/** In seconds; undefined where there is none. */
function parseOffset(offset: string): number | undefined {
  if (offset === 'Z') return 0;
  const [hours, minutes] = [Number(offset.slice(1, 3)), Number(offset.slice(4, 6))];
  if (offset === '' || hours > 23 || minutes > 59) return undefined;
  return (offset.startsWith('-') ? -1 : 1) * (3600 * hours + 60 * minutes);
}
