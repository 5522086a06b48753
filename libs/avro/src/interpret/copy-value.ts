import { ShownDefault } from '../plan/shown-default.ts';
import { setEntry } from '../wire/read.ts';

/** A fresh copy of the value of a default, whose parts may be shared by many. */
export function copyValue(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof ShownDefault) return value.logical.conversion.fromBase(copyValue(value.base));
  if (value instanceof Uint8Array) return value.slice();
  if (Array.isArray(value)) return value.map(copyValue);
  const copy = {};
  for (const [key, item] of Object.entries(value)) setEntry(copy, key, copyValue(item));
  return copy;
}
