import type { JsonValue } from '@sluice/avro';
import { componentOf, followPointer, isJsonObject, listOf } from './json-schema.ts';

/**
 * Finds the references to a type that is nothing but itself, which no alias may be: a schema that is another, or one of
 * several, that leads back to it. Those behind a property or an item do no harm.
 */
export function createCircularFinder(
  components: ReadonlyMap<string, JsonValue>,
): (root: JsonValue, ref: string) => boolean {
  return (root, ref) => {
    const start = follow(components, { root, schema: root }, ref);
    if (start === undefined) return false;
    const seen = new Set<JsonValue>();
    const stack = listDirect(components, start);
    for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
      if (next.schema === start.schema) return true;
      if (seen.has(next.schema)) continue;
      seen.add(next.schema);
      stack.push(...listDirect(components, next));
    }
    return false;
  };
}

/** A schema, and the one that it stands in. */
interface Place {
  readonly root: JsonValue;
  readonly schema: JsonValue;
}

function follow(components: ReadonlyMap<string, JsonValue>, { root }: Place, ref: string): Place | undefined {
  const component = componentOf(ref);
  if (component === undefined) {
    const schema = ref === '#' ? root : followPointer(root, ref)?.schema;
    return schema === undefined ? undefined : { root, schema };
  }
  const schema = components.get(component);
  return schema === undefined ? undefined : { root: schema, schema };
}

/** The schemas that a schema's values are values of, without anything in between. */
function listDirect(components: ReadonlyMap<string, JsonValue>, place: Place): Place[] {
  const { root, schema } = place;
  if (!isJsonObject(schema)) return [];
  const { $ref } = schema;
  const target = typeof $ref === 'string' ? follow(components, place, $ref) : undefined;
  const parts = ['allOf', 'anyOf', 'oneOf'].flatMap((keyword) =>
    listOf(schema[keyword]).flatMap((part) => listDirect(components, { root, schema: part })),
  );
  return target === undefined ? parts : [target, ...parts];
}
