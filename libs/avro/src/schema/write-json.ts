import { isJsonObject } from './json.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { isDouble, keysOf } from './notation.ts';

export interface JsonWriting {
  /** Members in the order of their text, for texts that are compared. */
  readonly isSorted?: boolean;
}

/** As Jackson writes what Java's schema parser read: all digits of a bigint, doubles as Java's, keys in their order. */
export function writeJson(value: JsonValue, writing: JsonWriting = {}): string {
  if (typeof value === 'number') return writeNumber(value, false);
  if (typeof value === 'bigint') return value.toString();
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isJsonObject(value)) return joinMembers(writeMembers(value, writing), writing);
  return `[${value.map((_, index) => writeMember(value, String(index), writing)).join(',')}]`;
}

/** Each member as text, name included. */
export function writeMembers(object: JsonObject, writing: JsonWriting): string[] {
  return keysOf(object).map((key) => `${JSON.stringify(key)}:${writeMember(object, key, writing)}`);
}

export function joinMembers(members: readonly string[], { isSorted = false }: JsonWriting): string {
  return `{${(isSorted ? members.toSorted() : members).join(',')}}`;
}

/** The value of a member or an item, as it was written there. */
export function writeMember(holder: object, key: string, writing: JsonWriting): string {
  const value = (holder as JsonObject)[key] ?? null;
  return typeof value === 'number' ? writeNumber(value, isDouble(holder, key)) : writeJson(value, writing);
}

/** A double as Java's Double.toString has it since Java 19: the shortest text, in scientific notation outside [10^-3, 10^7). */
export function writeNumber(value: number, isWrittenAsDouble: boolean): string {
  if (Number.isSafeInteger(value) && !isWrittenAsDouble) return String(value);
  if (!Number.isFinite(value)) return JSON.stringify(String(value));
  const size = Math.abs(value);
  if (size === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (size >= 1e-3 && size < 1e7) return Number.isInteger(value) ? `${value}.0` : String(value);
  const shortest = value.toExponential();
  // Of one digit, Java writes the two that come nearest.
  const [digits = '', exponent = ''] = (shortest.includes('.') ? shortest : value.toExponential(1)).split('e');
  return `${digits}E${Number(exponent)}`;
}
