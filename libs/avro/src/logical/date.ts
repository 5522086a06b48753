import type { LogicalConversion, LogicalType } from '../logical-type.ts';
import { formatDate, parseDate } from './calendar.ts';

/** Days on int, shown as `2026-11-21` (Avro 1.12, Date). Encoders take a Date too, at midnight UTC. */
export const date: LogicalType = { bind: (schema) => (schema.type === 'int' ? TEXT : undefined) };

/** Days shown as a Date, at midnight UTC; those that it cannot hold are refused. */
export const dateAsDate: LogicalType = { bind: (schema) => (schema.type === 'int' ? DATE : undefined) };

const DAY_MS = 86_400_000;
/** What a Date can hold on either side of 1970. */
const MAX_DAYS = 100_000_000;

const TEXT: LogicalConversion = {
  expected: 'date (ISO 8601 text, or a Date at midnight UTC)',
  fromBase: (base) => (isInt(base) ? formatDate(base) : undefined),
  toBase(value) {
    if (isInt(value)) return value;
    let days: number | undefined;
    if (typeof value === 'string') days = parseDate(value);
    else if (value instanceof Date) days = value.getTime() / DAY_MS;
    // A Date before 1970 may give -0.
    return isInt(days) ? days + 0 : undefined;
  },
  isShown: (value) => typeof value === 'string' || value instanceof Date,
};

const DATE: LogicalConversion = {
  ...TEXT,
  fromBase: (base) => (isInt(base) && Math.abs(base) <= MAX_DAYS ? new Date(base * DAY_MS) : undefined),
};

function isInt(value: unknown): value is number {
  return typeof value === 'number' && (value | 0) === value;
}
