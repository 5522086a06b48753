import type { Schema } from './schema.ts';

/**
 * Calls `visit` once for each schema object that the roots reach, parents first, in the order of the text; not what
 * lies below one for which `visit` says false. Keeps its own stack, for a chain of references may be longer than any nesting of text; `depth` is how deep a walk like this gets.
 */
export function visitSchemas(roots: readonly Schema[], visit: (schema: Schema, depth: number) => unknown): void {
  const seen = new Set<Schema>();
  const stack = roots.map((schema) => ({ schema, depth: 0 })).toReversed();
  for (let next = stack.pop(); next !== undefined; next = stack.pop()) {
    const { schema, depth } = next;
    if (seen.has(schema)) continue;
    seen.add(schema);
    if (visit(schema, depth) === false) continue;
    for (const child of schemasWithin(schema).toReversed()) stack.push({ schema: child, depth: depth + 1 });
  }
}

/** The schemas one step below, in the order of the text. */
export function schemasWithin(schema: Schema): readonly Schema[] {
  switch (schema.type) {
    case 'record':
      return schema.fields.map((field) => field.schema);
    case 'array':
      return [schema.items];
    case 'map':
      return [schema.values];
    case 'union':
      return schema.branches;
    default:
      return [];
  }
}
