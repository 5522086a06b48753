import { formatSchema } from '@sluice/avro';
import type { Schema } from '@sluice/avro';

/**
 * Whether two schemas say the same: the order of attributes and of aliases aside, and whether a type was defined in the
 * text or by a reference.
 */
export function areEquivalent(a: Schema, b: Schema): boolean {
  return a === b || writeSorted(a) === writeSorted(b);
}

/** The whole schema with the keys of every object, and the aliases of every type and field, in order. */
function writeSorted(schema: Schema): string {
  return JSON.stringify(JSON.parse(formatSchema(schema)), (key, value: unknown) => {
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return key === 'aliases' ? value.toSorted(compareNames) : value;
    return Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => compareNames(a, b)));
  });
}

function compareNames(a: unknown, b: unknown): number {
  return String(a) < String(b) ? -1 : 1;
}
