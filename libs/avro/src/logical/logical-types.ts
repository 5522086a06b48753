import type { LogicalTypes } from '../logical-type.ts';
import { bigDecimal } from './big-decimal.ts';
import { MICROS, MILLIS, NANOS } from './clock.ts';
import { dateAsDate, date } from './date.ts';
import { decimal } from './decimal.ts';
import { duration } from './duration.ts';
import { timeMicros, timeMillis } from './time.ts';
import { localTimestampType, showAsDate, timestampType } from './timestamp.ts';
import { uuid } from './uuid.ts';

/**
 * The logical types of Avro 1.12, all shown as exact text: decimals with their scale (`-12.50`), dates and times in ISO
 * 8601, durations (`P1M2DT3.004S`), UUIDs in lower case. Every value of the base type that is one of the logical type
 * comes back from its text exactly; any other is refused.
 *
 * Types of one's own stand beside them, or in place of them:
 *
 * ```ts
 * const reversed: LogicalType = {
 *   bind(schema) {
 *     if (schema.type !== 'string') return undefined;
 *     const turn = (value: unknown) => (typeof value === 'string' ? [...value].reverse().join('') : undefined);
 *     return { expected: 'text', fromBase: turn, toBase: turn, isShown: (value) => typeof value === 'string' };
 *   },
 * };
 * compileCodec(schema, { logicalTypes: { ...LOGICAL_TYPES, reversed } });
 * ```
 */
export const LOGICAL_TYPES: LogicalTypes = {
  decimal,
  'big-decimal': bigDecimal,
  uuid,
  date,
  'time-millis': timeMillis,
  'time-micros': timeMicros,
  'timestamp-millis': timestampType(MILLIS),
  'timestamp-micros': timestampType(MICROS),
  'timestamp-nanos': timestampType(NANOS),
  'local-timestamp-millis': localTimestampType(MILLIS),
  'local-timestamp-micros': localTimestampType(MICROS),
  'local-timestamp-nanos': localTimestampType(NANOS),
  duration,
};

/**
 * What a Date holds, shown as one; days and local times as its UTC parts. Longs and days beyond a Date's range are
 * refused. To be spread over the texts: `{ ...LOGICAL_TYPES, ...DATE_LOGICAL_TYPES }`.
 */
export const DATE_LOGICAL_TYPES: LogicalTypes = {
  date: dateAsDate,
  'timestamp-millis': showAsDate(timestampType(MILLIS)),
  'local-timestamp-millis': showAsDate(localTimestampType(MILLIS)),
};

/** What a Date holds as one, and every other as text. */
export const LOGICAL_TYPES_WITH_DATES: LogicalTypes = { ...LOGICAL_TYPES, ...DATE_LOGICAL_TYPES };
