import { AvroError } from '../avro-error.ts';
import { PRIMITIVE_TYPES } from './schema.ts';

const TYPES: ReadonlySet<unknown> = new Set([...PRIMITIVE_TYPES, 'record', 'enum', 'fixed', 'array', 'map', 'union']);

/**
 * Refuses what is no parsed schema, as a schema's text and its JSON are not: without types nothing else tells them
 * apart. Looks at the root alone.
 */
export function checkSchema(value: unknown, what: string): void {
  if (typeof value === 'object' && value !== null && 'type' in value && TYPES.has(value.type)) {
    // JSON has neither: a union there is an array, and attributes stand among the others.
    if (value.type === 'union' ? 'branches' in value : 'props' in value) return;
  }
  const found = typeof value === 'string' ? 'a text' : value === undefined ? 'missing' : 'no parsed schema';
  throw new AvroError(`${what} is ${found}: pass what parseSchema returns`);
}
