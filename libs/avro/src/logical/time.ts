import type { LogicalConversion, LogicalType } from '../logical-type.ts';
import { formatTime, MICROS, MILLIS, parseTime } from './clock.ts';
import type { Unit } from './clock.ts';

/** Milliseconds of a day on int, shown as `13:45:30.123` (Avro 1.12, Time). What is not within a day is refused. */
export const timeMillis: LogicalType = {
  bind: (schema) => (schema.type === 'int' ? convertTime(MILLIS, Number) : undefined),
};

/** Microseconds of a day on long, shown as `13:45:30.123456`. */
export const timeMicros: LogicalType = {
  bind: (schema) => (schema.type === 'long' ? convertTime(MICROS, BigInt) : undefined),
};

function convertTime(unit: Unit, toBase: (time: number) => number | bigint): LogicalConversion {
  const isTime = (time: unknown): boolean =>
    (typeof time === 'bigint' || Number.isInteger(time)) && Number(time) >= 0 && Number(time) < unit.perDay;
  return {
    expected: `time of day (text like 13:45:30 with at most ${unit.digits} digits of a second's fraction)`,
    fromBase: (base) => (isTime(base) ? formatTime(Number(base), unit) : undefined),
    toBase(value) {
      if (typeof value !== 'string') return isTime(value) ? toBase(Number(value)) : undefined;
      const time = parseTime(value, unit);
      return time === undefined ? undefined : toBase(time);
    },
    isShown: (value) => typeof value === 'string',
  };
}
