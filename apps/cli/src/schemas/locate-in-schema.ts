import { loadDocument, locate } from '@sluice/asyncapi';
import type { Node } from '@sluice/asyncapi';
import type { FileText } from './find-references.ts';

/** Counted from 1. */
export interface TextPlace {
  readonly line: number;
  readonly column: number;
}

const START: TextPlace = { line: 1, column: 1 };

/** Finds places in one schema's text: what is not there has the place of the nearest thing around it. */
export interface SchemaPlaces {
  /** Of a JSON Pointer, or of `line:column`. */
  ofPointer(pointer: string): TextPlace;
  /** Of the type of values, whose way is like `readings[].value`, or the full name of a Protobuf field. */
  ofValue(path: string): TextPlace;
}

export async function openPlaces({ type, path, text }: FileText): Promise<SchemaPlaces> {
  const ofLine = (pointer: string): TextPlace | undefined => {
    const [, line, column] = /^(\d+):(\d+)$/u.exec(pointer) ?? [];
    return line === undefined ? undefined : { line: Number(line), column: Number(column) };
  };
  if (type === 'PROTOBUF') {
    return { ofPointer: (pointer) => ofLine(pointer) ?? START, ofValue: (value) => findInProto(text, value) };
  }
  const document = await loadDocument({ path, text });
  const ofPointer = (pointer: string): TextPlace => {
    const { line, column } = ofLine(pointer) ?? locate(document, document.main.path, pointer) ?? START;
    return { line, column };
  };
  const find = type === 'AVRO' ? findInAvro : findInJson;
  return {
    ofPointer,
    ofValue: (value) => {
      const { root } = document.main;
      const node = root === undefined ? undefined : find(root, readSteps(value));
      return node === undefined ? START : node.file.locate(node.offset);
    },
  };
}

/** Names, `[]` for what is in an array, `{}` for what is in a map. */
function readSteps(path: string): readonly string[] {
  return path.match(/[^.[\]{}]+|\[\]|\{\}/gu) ?? [];
}

/** As many steps as lead somewhere; of a union, the branch in which the most do. */
function findInAvro(root: Node, steps: readonly string[]): Node {
  const named = new Map<string, Node>();
  collectNamed(root, named);

  function walk(node: Node, at: number, visited: ReadonlySet<Node>): { node: Node; at: number } {
    const here = { node, at };
    if (visited.has(node)) return here;
    const seen = new Set(visited).add(node);
    if (node.kind === 'array') {
      const branches = node.items.map((branch) => walk(branch, at, seen));
      const best = branches.reduce((a, b) => (b.at > a.at ? b : a), here);
      return best.at > at ? best : here;
    }
    if (node.kind === 'scalar') {
      const definition = typeof node.value === 'string' ? named.get(lastOf(node.value)) : undefined;
      const found = definition === undefined ? here : walk(definition, at, seen);
      return found.at > at ? found : here;
    }
    const step = steps[at];
    if (step === undefined) return here;
    const fields = node.entries.get('fields');
    if (fields?.kind === 'array') {
      const field = fields.items.find((each) => each.kind === 'object' && nameOf(each) === step);
      const type = field?.kind === 'object' ? field.entries.get('type') : undefined;
      if (field === undefined) return here;
      const inner = type === undefined ? undefined : walk(type, at + 1, new Set());
      return inner !== undefined && inner.at > at + 1 ? inner : { node: field, at: at + 1 };
    }
    const inner = step === '[]' ? node.entries.get('items') : step === '{}' ? node.entries.get('values') : undefined;
    if (inner !== undefined) return walk(inner, at + 1, new Set());
    const wrapped = node.entries.get('type');
    return wrapped === undefined ? here : walk(wrapped, at, seen);
  }

  return walk(root, 0, new Set()).node;
}

function collectNamed(node: Node, named: Map<string, Node>): void {
  if (node.kind === 'scalar') return;
  if (node.kind === 'object') {
    const name = node.entries.has('fields') ? nameOf(node) : undefined;
    if (name !== undefined && !named.has(lastOf(name))) named.set(lastOf(name), node);
  }
  for (const inner of node.kind === 'array' ? node.items : node.entries.values()) collectNamed(inner, named);
}

function nameOf(node: Node): string | undefined {
  const name = node.kind === 'object' ? node.entries.get('name') : undefined;
  return name?.kind === 'scalar' && typeof name.value === 'string' ? name.value : undefined;
}

function lastOf(name: string): string {
  return name.slice(name.lastIndexOf('.') + 1);
}

function findInJson(root: Node, steps: readonly string[]): Node {
  let node = root;
  for (const step of steps) {
    const schema = followRef(node, root);
    if (schema.kind !== 'object') break;
    const properties = schema.entries.get('properties');
    const next =
      step === '[]'
        ? schema.entries.get('items')
        : step === '{}'
          ? schema.entries.get('additionalProperties')
          : properties?.kind === 'object'
            ? properties.entries.get(step)
            : undefined;
    if (next === undefined) break;
    node = next;
  }
  return node;
}

/** What a `$ref` into the same schema leads to. */
function followRef(node: Node, root: Node): Node {
  const ref = node.kind === 'object' ? node.entries.get('$ref') : undefined;
  if (ref?.kind !== 'scalar' || typeof ref.value !== 'string' || !ref.value.startsWith('#/')) return node;
  let found: Node | undefined = root;
  for (const step of ref.value.slice(2).split('/')) {
    found = found?.kind === 'object' ? found.entries.get(step) : undefined;
  }
  return found ?? node;
}

/** Inward name by name: what is declared so, else a field or value of that name. */
function findInProto(text: string, path: string): TextPlace {
  let offset = 0;
  for (const name of path.match(/\w+/gu) ?? []) {
    const pattern = new RegExp(`\\b(?:message|enum|oneof|service)\\s+${name}\\b|\\b${name}\\s*=`, 'u');
    const found = pattern.exec(text.slice(offset));
    if (found !== null) offset += found.index;
  }
  const before = text.slice(0, offset).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
