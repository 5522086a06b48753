import { formatSchema } from '@sluice/avro';
import type { Schema } from '@sluice/avro';

/**
 * Whether two schemas say the same: the order of attributes and of aliases aside, and whether a type was defined in the
 * text or by a reference.
 */
export function areEquivalent(a: Schema, b: Schema): boolean {
  return a === b || formatSchema(a, { isSorted: true }) === formatSchema(b, { isSorted: true });
}
