import { cut } from './path.ts';

/** A value as findings name it. */
export function describeValue(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return `string ${JSON.stringify(cut(value))}`;
    case 'number':
    case 'bigint':
      return `${typeof value} ${Object.is(value, -0) ? '-0' : value}`;
    case 'boolean':
      return String(value);
    case 'object':
      return describeObject(value);
    case 'undefined':
      return 'nothing';
    default:
      return typeof value;
  }
}

function describeObject(value: object | null): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return `array of ${value.length}`;
  if (value instanceof Uint8Array) return `Uint8Array of ${value.length} bytes`;
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'invalid Date' : `Date ${value.toISOString()}`;
  const keys = Object.keys(value);
  return keys.length === 0 ? 'object without keys of its own' : `object with keys ${cut(keys.join(', '))}`;
}
