import { PRIMITIVE_TYPES } from '@sluice/avro';
import type { JsonValue } from '@sluice/avro';
import { childrenOf, fullName, listNames, readDefinition } from '../source/avro-names.ts';
import { LIMITS } from '../source/limits.ts';
import { refOf, stringOf, toJson, toRecord } from '../source/node.ts';
import type { Node, ObjectNode } from '../source/node.ts';
import { resolveRef } from '../source/resolve-ref.ts';
import { report } from './build.ts';
import type { Build } from './build.ts';
import { noteOpenRef } from './copy-schema.ts';

interface Copy {
  readonly build: Build;
  /** Full names that the copy defines, now or further down. */
  readonly defined: Set<string>;
  values: number;
}

/**
 * Copies an Avro schema as it is written, and completes it: a type that it names from another file is put in at its
 * first use, and so is what a `$ref` leads to. Every later use is the name.
 */
export function copyAvro(build: Build, node: Node): JsonValue {
  const copy: Copy = { build, defined: new Set(listNames(node).defined.keys()), values: 0 };
  const value = copyNode(copy, node, '', 0);
  if (copy.values > LIMITS.avroValues) {
    report(build, node, 'limit', `an Avro schema of more than ${LIMITS.avroValues} values, other files included`);
  }
  return value;
}

function copyNode(copy: Copy, node: Node, namespace: string, depth: number): JsonValue {
  if (++copy.values > LIMITS.avroValues) return null;
  if (depth > LIMITS.depth) {
    report(copy.build, node, 'limit', `an Avro schema nested deeper than ${LIMITS.depth} levels, other files included`);
    return null;
  }
  const name = stringOf(node);
  if (name !== undefined) return copyName(copy, name, namespace, depth);
  if (node.kind === 'array') {
    return Object.freeze(node.items.map((item) => copyNode(copy, item, namespace, depth + 1)));
  }
  if (node.kind === 'scalar') return node.value;
  return refOf(node) === undefined ? copyObject(copy, node, namespace, depth) : copyRef(copy, node, namespace, depth);
}

function copyName(copy: Copy, name: string, namespace: string, depth: number): JsonValue {
  if (PRIMITIVE_TYPES.has(name)) return name;
  const full = fullName(name, namespace);
  if (copy.defined.has(full)) return name;
  const { avroTypes } = copy.build.schemas;
  // A type without a namespace is found from everywhere, as Java's parser finds it.
  const found = avroTypes.get(full) ?? (copy.defined.has(name) ? undefined : avroTypes.get(name));
  return found === undefined ? name : copyDefinition(copy, found.node, { outer: found.namespace, namespace }, depth);
}

function copyRef(copy: Copy, node: ObjectNode, namespace: string, depth: number): JsonValue {
  const resolution = resolveRef(copy.build.document, node);
  if (resolution.kind === 'open') {
    noteOpenRef(copy.build, resolution);
    return toJson(node);
  }
  if (resolution.kind === 'failed') {
    report(copy.build, resolution.at, resolution.rule, resolution.message);
    return toJson(node);
  }
  const target = resolution.node;
  // The root of another file has no namespace around it; a type in the same file keeps the one it stands in.
  const outer = target.file === node.file ? namespace : '';
  if (target.kind === 'object' && readDefinition(target, outer) !== undefined) {
    return copyDefinition(copy, target, { outer, namespace }, depth);
  }
  return copyNode(copy, target, outer, depth + 1);
}

/** A definition from elsewhere; the namespace it had there is written out where it has another one around it here. */
function copyDefinition(
  copy: Copy,
  node: ObjectNode,
  { outer, namespace }: { readonly outer: string; readonly namespace: string },
  depth: number,
): JsonValue {
  const definition = readDefinition(node, outer);
  if (definition === undefined) return toJson(node);
  if (copy.defined.has(definition.name)) return definition.name;
  for (const name of listNames(node).defined.keys()) copy.defined.add(fullName(name, outer));
  copy.defined.add(definition.name);
  const value = copyObject(copy, node, outer, depth + 1);
  const says = node.entries.has('namespace') || (stringOf(node.entries.get('name')) ?? '').includes('.');
  if (says || outer === namespace || typeof value !== 'object' || value === null) return value;
  return toRecord(
    Object.entries(value).flatMap(([key, item]): [string, JsonValue][] =>
      key === 'name'
        ? [
            [key, item],
            ['namespace', outer],
          ]
        : [[key, item]],
    ),
  );
}

function copyObject(copy: Copy, node: ObjectNode, namespace: string, depth: number): JsonValue {
  const inside = readDefinition(node, namespace)?.namespace ?? namespace;
  const schemas = new Set(childrenOf(node, inside).map(([child]) => child));
  const copyItem = (item: Node): JsonValue =>
    schemas.has(item) ? copyNode(copy, item, inside, depth + 1) : toJson(item);
  const copyField = (field: Node): JsonValue =>
    field.kind === 'object'
      ? toRecord([...field.entries].map(([key, item]) => [key, copyItem(item)] as const))
      : toJson(field);
  return toRecord(
    [...node.entries].map(([key, item]): readonly [string, JsonValue] => {
      if (key === 'fields' && item.kind === 'array') return [key, Object.freeze(item.items.map(copyField))];
      return [key, copyItem(item)];
    }),
  );
}
