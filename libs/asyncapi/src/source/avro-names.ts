import { PRIMITIVE_TYPES } from '@sluice/avro';
import { stringOf } from './node.ts';
import type { Node, ObjectNode } from './node.ts';

/** Named types that one Avro schema defines, and names that it uses without defining them. All are full names. */
export interface AvroNames {
  readonly defined: ReadonlyMap<string, AvroDefinition>;
  readonly used: ReadonlySet<string>;
}

export interface AvroDefinition {
  readonly node: ObjectNode;
  readonly namespace: string;
}

const NAMED: ReadonlySet<string | undefined> = new Set(['record', 'error', 'enum', 'fixed']);
const NONE: AvroNames = { defined: new Map(), used: new Set() };
const known = new WeakMap<Node, AvroNames>();

/** Lists the names in a schema, whatever else may be wrong with it. */
export function readAvroNames(root: Node | undefined): AvroNames {
  if (root === undefined || root.file.language === 'document') return NONE;
  const before = known.get(root);
  if (before !== undefined) return before;
  const names = listNames(root);
  known.set(root, names);
  return names;
}

export function listNames(root: Node): AvroNames {
  const defined = new Map<string, AvroDefinition>();
  const used = new Set<string>();
  const walk = (node: Node | undefined, namespace: string): void => {
    if (node === undefined) return;
    const name = stringOf(node);
    if (name !== undefined) {
      if (!PRIMITIVE_TYPES.has(name)) used.add(fullName(name, namespace));
    } else if (node.kind === 'array') {
      for (const item of node.items) walk(item, namespace);
    } else if (node.kind === 'object') walkObject(node, namespace);
  };
  const walkObject = (node: ObjectNode, namespace: string): void => {
    const definition = readDefinition(node, namespace);
    if (definition !== undefined && !defined.has(definition.name)) {
      defined.set(definition.name, { node, namespace: definition.namespace });
    }
    for (const [child, inside] of childrenOf(node, definition?.namespace ?? namespace)) walk(child, inside);
  };
  walk(root, '');
  for (const name of defined.keys()) used.delete(name);
  return { defined, used };
}

/** The full name that a definition gives its type, and the namespace inside it (Avro 1.12, Names). */
export function readDefinition(
  node: ObjectNode,
  enclosing: string,
): { readonly name: string; readonly namespace: string } | undefined {
  if (!NAMED.has(stringOf(node.entries.get('type')))) return undefined;
  const written = stringOf(node.entries.get('name'));
  if (written === undefined) return undefined;
  const name = fullName(written, stringOf(node.entries.get('namespace')) ?? enclosing);
  return { name, namespace: name.slice(0, Math.max(0, name.lastIndexOf('.'))) };
}

/** Schemas right inside this one: where a name, an object or an array is a schema. */
export function childrenOf(node: ObjectNode, namespace: string): (readonly [Node, string])[] {
  const type = node.entries.get('type');
  const kind = stringOf(type);
  const pick = (key: string): (readonly [Node, string])[] => {
    const child = node.entries.get(key);
    return child === undefined ? [] : [[child, namespace]];
  };
  if (kind === 'record' || kind === 'error') {
    const fields = node.entries.get('fields');
    const list = fields?.kind === 'array' ? fields.items : [];
    return list.flatMap((field) => {
      const schema = field.kind === 'object' ? field.entries.get('type') : undefined;
      return schema === undefined ? [] : [[schema, namespace] as const];
    });
  }
  if (kind === 'array') return pick('items');
  if (kind === 'map') return pick('values');
  if (kind === 'enum' || kind === 'fixed') return [];
  return pick('type');
}

export function fullName(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}

/** File names, without extension, under which a type is looked for: `com.thingam.MachineState`, `MachineState`, `machine-state`. */
export function nameCandidates(name: string): readonly string[] {
  const simple = name.slice(name.lastIndexOf('.') + 1);
  if (!/^[\w.]+$/u.test(name)) return [];
  const kebab = simple.replaceAll(/(?<=[a-z0-9])(?=[A-Z])/gu, '-').toLowerCase();
  return [...new Set([name, simple, kebab])];
}
