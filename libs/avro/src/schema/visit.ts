import type { Schema } from './schema.ts';

/** Calls `visit` once for each schema object that `root` reaches, parents first. Keeps its own stack: a graph may be deep. */
export function visitSchemas(root: Schema, visit: (schema: Schema) => void): void {
  const seen = new Set<Schema>();
  const stack: Schema[] = [root];
  for (let schema = stack.pop(); schema !== undefined; schema = stack.pop()) {
    if (seen.has(schema)) continue;
    seen.add(schema);
    visit(schema);
    stack.push(...childrenOf(schema).toReversed());
  }
}

function childrenOf(schema: Schema): readonly Schema[] {
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
