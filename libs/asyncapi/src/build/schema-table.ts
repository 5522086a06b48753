import type { JsonValue } from '@sluice/avro';
import type { SchemaUse } from '../model/schema-use.ts';
import type { AvroDefinition } from '../source/avro-names.ts';
import { readAvroNames } from '../source/avro-names.ts';
import type { SourceDocument } from '../source/load-document.ts';
import type { Node, ObjectNode } from '../source/node.ts';
import { resolveRef } from '../source/resolve-ref.ts';
import { nameOfPlace, uniqueName } from './names.ts';

/** Which schema is which component, those of other files that references reach among them. */
export interface SchemaTable {
  /** In the order of the document, then in the order found; walked while it grows. */
  readonly nodes: Map<string, Node>;
  readonly names: Map<Node, string>;
  readonly copies: Map<Node, JsonValue>;
  readonly uses: Map<Node, Map<string | undefined, SchemaUse>>;
  /** Every named Avro type of the document's files, by full name. */
  readonly avroTypes: ReadonlyMap<string, AvroDefinition>;
}

export function createSchemaTable(document: SourceDocument, root: ObjectNode, major: 2 | 3): SchemaTable {
  const nodes = new Map<string, Node>();
  const names = new Map<Node, string>();
  for (const [name, node] of ownSchemas(root)) {
    nodes.set(name, node);
    if (!names.has(node)) names.set(node, name);
    // In a model the format stands beside the schema, and not around it.
    const inner =
      major === 3 && node.kind === 'object' && node.entries.has('schemaFormat') && node.entries.get('schema');
    if (inner && !names.has(inner)) names.set(inner, name);
  }
  // A component that stands for a schema of another file gives it its name.
  for (const [name, node] of nodes) {
    const resolution = resolveRef(document, node);
    if (resolution.kind === 'found' && !names.has(resolution.node)) names.set(resolution.node, name);
  }
  return { nodes, names, copies: new Map(), uses: new Map(), avroTypes: listAvroTypes(document) };
}

/** The component that a chain of references passes, looked for behind the first reference. */
export function findComponent(table: SchemaTable, via: readonly Node[]): string | undefined {
  for (const node of via.slice(1)) {
    const name = table.names.get(node);
    if (name !== undefined) return name;
  }
  return undefined;
}

/** Makes a schema that stands elsewhere a component, once. */
export function addComponent(table: SchemaTable, node: Node): string {
  const known = table.names.get(node);
  if (known !== undefined) return known;
  const name = uniqueName(nameOfPlace(node), (taken) => table.nodes.has(taken));
  table.nodes.set(name, node);
  table.names.set(node, name);
  return name;
}

function ownSchemas(root: ObjectNode): Iterable<readonly [string, Node]> {
  const components = root.entries.get('components');
  const schemas = components?.kind === 'object' ? components.entries.get('schemas') : undefined;
  return schemas?.kind === 'object' ? schemas.entries : [];
}

function listAvroTypes(document: SourceDocument): ReadonlyMap<string, AvroDefinition> {
  const types = new Map<string, AvroDefinition>();
  for (const file of document.files.values()) {
    for (const [name, definition] of readAvroNames(file?.root).defined) {
      if (!types.has(name)) types.set(name, definition);
    }
  }
  return types;
}
