import { pad } from './calendar.ts';

/** Parts of a second that a type counts, and how many digits show them. */
export interface Unit {
  readonly digits: 3 | 6 | 9;
  readonly perSecond: number;
  readonly perDay: number;
  readonly perMilli: bigint;
}

export const MILLIS: Unit = makeUnit(3);
export const MICROS: Unit = makeUnit(6);
export const NANOS: Unit = makeUnit(9);

function makeUnit(digits: Unit['digits']): Unit {
  const perSecond = 10 ** digits;
  return { digits, perSecond, perDay: 86_400 * perSecond, perMilli: BigInt(perSecond / 1000) };
}

/** `13:45:30.123`: a part of a day, in units. */
export function formatTime(time: number, unit: Unit): string {
  const seconds = Math.floor(time / unit.perSecond);
  const fraction = time - seconds * unit.perSecond;
  const minutes = Math.floor(seconds / 60);
  const clock = `${pad(Math.floor(minutes / 60), 2)}:${pad(minutes % 60, 2)}:${pad(seconds % 60, 2)}`;
  return `${clock}.${pad(fraction, unit.digits)}`;
}

const TIME = /^(\d\d):(\d\d)(?::(\d\d)(?:\.(\d+))?)?$/;

/** The units of a time of day; undefined for any other text, and where a digit other than 0 would be lost. */
export function parseTime(text: string, unit: Unit): number | undefined {
  const match = TIME.exec(text);
  if (match === null) return undefined;
  const [hours, minutes, seconds] = [Number(match[1]), Number(match[2]), Number(match[3] ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 59) return undefined;
  const fraction = match[4] ?? '';
  if (/[^0]/.test(fraction.slice(unit.digits))) return undefined;
  const units = Number(fraction.slice(0, unit.digits).padEnd(unit.digits, '0'));
  return (3600 * hours + 60 * minutes + seconds) * unit.perSecond + units;
}
