/*
 * The proleptic Gregorian calendar of ISO 8601 over more years than Date knows: those that a long of milliseconds
 * reaches, 292 million. Days count from 1970-01-01. Eras of 400 years repeat; a year starts in March, so that the leap
 * day is its last.
 */

const DAYS_OF_ERA = 146_097;
/** From 0000-03-01 to 1970-01-01. */
const DAYS_TO_EPOCH = 719_468;

/** `2026-11-21`; years above 9999 or below 0 have a sign and at least six digits. */
export function formatDate(days: number): string {
  const shifted = days + DAYS_TO_EPOCH;
  const era = Math.floor(shifted / DAYS_OF_ERA);
  const day = shifted - era * DAYS_OF_ERA;
  const year = Math.floor(
    (day - Math.floor(day / 1460) + Math.floor(day / 36_524) - Math.floor(day / (DAYS_OF_ERA - 1))) / 365,
  );
  const dayOfYear = day - (365 * year + Math.floor(year / 4) - Math.floor(year / 100));
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153);
  const dayOfMonth = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1;
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9;
  return `${formatYear(year + 400 * era + (month <= 2 ? 1 : 0))}-${pad(month, 2)}-${pad(dayOfMonth, 2)}`;
}

function formatYear(year: number): string {
  if (year >= 0 && year <= 9999) return pad(year, 4);
  return `${year < 0 ? '-' : '+'}${pad(Math.abs(year), 6)}`;
}

export function pad(value: number, digits: number): string {
  return String(value).padStart(digits, '0');
}

const DATE = /^(\d{4}|[+-]\d{6,9})-(\d\d)-(\d\d)$/;

/** The days of a date that exists; undefined for any other text. */
export function parseDate(text: string): number | undefined {
  const match = DATE.exec(text);
  if (match === null || match[1] === '-000000') return undefined;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  if (month < 1 || month > 12 || day < 1 || day > daysOfMonth(year, month)) return undefined;
  const shiftedYear = month <= 2 ? year - 1 : year;
  const era = Math.floor(shiftedYear / 400);
  const yearOfEra = shiftedYear - 400 * era;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = 365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_OF_ERA + dayOfEra - DAYS_TO_EPOCH;
}

function daysOfMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}
