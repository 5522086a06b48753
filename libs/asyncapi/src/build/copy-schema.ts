import type { JsonValue } from '@sluice/avro';
import { isData, NAMED_KEYWORDS } from '../model/schema-keywords.ts';
import { placeOf, refOf, toJson, toRecord } from '../source/node.ts';
import type { Node, ObjectNode } from '../source/node.ts';
import { toRef, unescapeStep } from '../source/pointer.ts';
import { resolveRef } from '../source/resolve-ref.ts';
import { networkMessage, report } from './build.ts';
import type { Build } from './build.ts';
import { addComponent, findComponent } from './schema-table.ts';

/**
 * Copies a JSON Schema as it is written, but for references: each is made to lead to `components.schemas`, and what it
 * names becomes a component there. So recursion stays a reference, and the schema needs no file but the model.
 */
export function copySchema(build: Build, node: Node): JsonValue {
  if (node.kind === 'scalar') return node.value;
  const known = build.schemas.copies.get(node);
  if (known !== undefined) return known;
  const copy =
    node.kind === 'array' ? Object.freeze(node.items.map((item) => copySchema(build, item))) : copyObject(build, node);
  build.schemas.copies.set(node, copy);
  return copy;
}

function copyObject(build: Build, node: ObjectNode): JsonValue {
  const ref = refOf(node);
  const target = ref === undefined ? undefined : bundleRef(build, node);
  return toRecord(
    [...node.entries].map(([key, item]): readonly [string, JsonValue] => {
      if (key === '$ref' && target !== undefined) return [key, target];
      if (isData(key)) return [key, toJson(item)];
      if (NAMED_KEYWORDS.has(key) && item.kind === 'object') return [key, copyNamed(build, item)];
      return [key, copySchema(build, item)];
    }),
  );
}

function copyNamed(build: Build, node: ObjectNode): JsonValue {
  return toRecord([...node.entries].map(([name, item]) => [name, copySchema(build, item)] as const));
}

/** What the reference is to be within the model; `undefined` leaves it as it is. */
function bundleRef(build: Build, node: ObjectNode): string | undefined {
  const resolution = resolveRef(build.document, node);
  if (resolution.kind === 'failed') {
    report(build, resolution.at, resolution.rule, resolution.message);
    return undefined;
  }
  if (resolution.kind === 'open') {
    noteOpenRef(build, resolution);
    return resolution.ref;
  }
  const component = findComponent(build.schemas, resolution.via);
  if (component !== undefined) return toRef('components', 'schemas', component);
  const [, first] = resolution.via;
  // A part of a component stays where it is: within the component's schema, whose format stands beside it in a model.
  if (first !== undefined && first === resolution.node && isInComponent(build, first)) {
    const [section = '', kind = '', name = '', ...rest] = first.pointer.split('/').slice(1).map(unescapeStep);
    return toRef(section, kind, name, ...(saysFormat(build, name) ? rest.slice(1) : rest));
  }
  return toRef('components', 'schemas', addComponent(build.schemas, resolution.node));
}

/** Remembers a reference that is left as it is, and says so where nobody will resolve it. */
export function noteOpenRef(
  build: Build,
  {
    ref,
    scheme,
    via,
  }: { readonly ref: string; readonly scheme: 'registry' | 'network'; readonly via: readonly Node[] },
): void {
  const at = via.at(-1);
  if (at === undefined) return;
  if (scheme === 'network') report(build, at, 'ref-network', networkMessage(ref), 'warning');
  else build.registryRefs.set(at, Object.freeze({ ref, place: placeOf(at) }));
}

/** Whether a component has its schema one step further in, beside its format. */
function saysFormat(build: Build, component: string): boolean {
  const node = build.schemas.nodes.get(component);
  const resolution = node && resolveRef(build.document, node);
  return resolution?.kind === 'found' && readMultiFormat(build, resolution.node) !== undefined;
}

/** The parts of a Multi Format Schema Object, which only 3.x has; `undefined` where this is none. */
export function readMultiFormat(
  build: Build,
  node: Node,
): { readonly format: Node; readonly schema: Node } | undefined {
  if (build.major !== 3 || node.kind !== 'object') return undefined;
  const format = node.entries.get('schemaFormat');
  const schema = node.entries.get('schema');
  if (format === undefined) return undefined;
  if (schema === undefined) report(build, format, 'required', '"schemaFormat" needs "schema" beside it');
  return schema && { format, schema };
}

function isInComponent(build: Build, node: Node): boolean {
  return node.file === build.document.main && /^\/components\/schemas\/[^/]+\//u.test(node.pointer);
}
