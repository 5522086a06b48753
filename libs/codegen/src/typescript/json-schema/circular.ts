import type { JsonValue } from '@sluice/avro';
import { componentOf, isJsonObject, listOf } from './json-schema.ts';

/**
 * Finds the references that make a type nothing but itself, which no alias may be: a component that is another, or one
 * of several, that leads back to it. Those behind a property or an item do no harm.
 */
export function findCircular(components: ReadonlyMap<string, JsonValue>): (from: string, to: string) => boolean {
  const targets = new Map([...components].map(([name, schema]) => [name, new Set(listDirect(schema))] as const));
  const reaches = (from: string, goal: string): boolean => {
    const seen = new Set<string>();
    const stack = [from];
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (next === goal) return true;
      if (seen.has(next)) continue;
      seen.add(next);
      stack.push(...(targets.get(next) ?? []));
    }
    return false;
  };
  return (from, to) => targets.get(from)?.has(to) === true && reaches(to, from);
}

/** The components that a schema's values are values of, without anything in between. */
function listDirect(schema: JsonValue): readonly string[] {
  if (!isJsonObject(schema)) return [];
  const { $ref } = schema;
  const name = typeof $ref === 'string' ? componentOf($ref) : undefined;
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) => listOf(schema[keyword]).flatMap(listDirect));
  return name === undefined ? parts : [name, ...parts];
}
