import type { ContractSchema } from '@sluice/serde';
import { isPlain } from './cel-values.ts';

export type Node = Readonly<Record<string, unknown>>;

/** Finds the parts of a JSON Schema that speak of a value. */
export interface SchemaNodes {
  readonly root: unknown;
  /** The schema itself and all that `$ref`, `allOf` and the fitting ones of `anyOf` and `oneOf` add. */
  expand(schema: unknown, value: unknown): readonly Node[];
}

/** References that lead to others, and alternatives within each other. */
const MAX_STEPS = 100;

export function openNodes({ schema, references }: ContractSchema): SchemaNodes {
  const root: unknown = JSON.parse(schema);
  const documents = new Map<string, unknown>();
  const add = (name: string, document: unknown): void => {
    documents.set(name, document);
    collectNames(document, name, documents, 0);
  };
  add('', root);
  for (const reference of references) add(reference.name, JSON.parse(reference.schema));
  const homes = new WeakMap<object, unknown>();
  for (const [, document] of documents) markHome(document, document, homes, 0);

  function resolve(ref: string, from: Node): unknown {
    const [name = '', fragment = ''] = ref.split('#', 2);
    const home = name === '' ? (homes.get(from) ?? root) : findDocument(name);
    if (fragment === '') return home;
    if (!fragment.startsWith('/')) return documents.get(`#${fragment}`) ?? missing(ref);
    let node: unknown = home;
    for (const part of fragment.slice(1).split('/')) {
      const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~');
      if (typeof node !== 'object' || node === null || !Object.hasOwn(node, key)) return missing(ref);
      node = (node as Node)[key];
    }
    return node;
  }

  function findDocument(name: string): unknown {
    const found = documents.get(name);
    if (found !== undefined) return found;
    const base = isPlain(root) ? (root['$id'] ?? root['id']) : undefined;
    const absolute = typeof base === 'string' && URL.canParse(name, base) ? new URL(name, base).href : undefined;
    return (absolute === undefined ? undefined : documents.get(absolute)) ?? missing(name);
  }

  function expand(schema: unknown, value: unknown, steps = 0): readonly Node[] {
    if (!isPlain(schema) || steps > MAX_STEPS) return [];
    const more: unknown[] = [];
    if (typeof schema['$ref'] === 'string') more.push(resolve(schema['$ref'], schema));
    more.push(...list(schema['allOf']));
    more.push(...list(schema['anyOf']).filter((branch) => fits(branch, value, steps + 1)));
    const one = list(schema['oneOf']).find((branch) => fits(branch, value, steps + 1));
    if (one !== undefined) more.push(one);
    return [schema, ...more.flatMap((inner) => expand(inner, value, steps + 1))];
  }

  /** Whether an alternative is meant: by type, constants, required properties, and the same of its properties. Formats and bounds do not tell alternatives apart here. */
  function fits(schema: unknown, value: unknown, steps: number): boolean {
    if (!isPlain(schema)) return schema !== false;
    if (steps > MAX_STEPS) return false;
    if (typeof schema['$ref'] === 'string' && !fits(resolve(schema['$ref'], schema), value, steps + 1)) return false;
    if (schema['type'] !== undefined && !typesOf(schema).some((type) => isOfType(type, value))) return false;
    if ('const' in schema && !isSame(schema['const'], value)) return false;
    if (Array.isArray(schema['enum']) && !schema['enum'].some((item) => isSame(item, value))) return false;
    const alternatives = [...list(schema['anyOf']), ...list(schema['oneOf'])];
    if (alternatives.length > 0 && !alternatives.some((branch) => fits(branch, value, steps + 1))) return false;
    if (!list(schema['allOf']).every((part) => fits(part, value, steps + 1))) return false;
    if (isPlain(value)) {
      const properties = isPlain(schema['properties']) ? schema['properties'] : {};
      if (!list(schema['required']).every((key) => typeof key === 'string' && Object.hasOwn(value, key))) return false;
      if (
        schema['additionalProperties'] === false &&
        !Object.keys(value).every((key) => Object.hasOwn(properties, key))
      )
        return false;
      return Object.entries(properties).every(
        ([key, inner]) => !Object.hasOwn(value, key) || fits(inner, value[key], steps + 1),
      );
    }
    return (
      !Array.isArray(value) ||
      !isPlain(schema['items']) ||
      value.every((item) => fits(schema['items'], item, steps + 1))
    );
  }

  return { root, expand: (schema, value) => expand(schema, value) };
}

export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

export function typesOf({ type }: Node): readonly string[] {
  return typeof type === 'string' ? [type] : list(type).filter((name) => typeof name === 'string');
}

export function isOfType(type: string, value: unknown): boolean {
  if (type === 'integer') return typeof value === 'number' ? Number.isInteger(value) : typeof value === 'bigint';
  if (type === 'number') return typeof value === 'number' || typeof value === 'bigint';
  if (type === 'array') return Array.isArray(value);
  if (type === 'object') return isPlain(value);
  return type === 'null' ? value === null : typeof value === type;
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || (typeof a === 'object' && JSON.stringify(a) === JSON.stringify(b));
}

function missing(ref: string): never {
  throw new RangeError(`$ref ${ref} leads nowhere`);
}

/** Schemas that have names of their own, by these. */
function collectNames(node: unknown, base: string, found: Map<string, unknown>, depth: number): void {
  if (typeof node !== 'object' || node === null || depth > MAX_NESTING) return;
  if (isPlain(node)) {
    const id = node['$id'] ?? node['id'];
    if (typeof id === 'string' && !found.has(id)) {
      found.set(id, node);
      if (URL.canParse(id, base)) found.set(new URL(id, base).href, node);
    }
    if (typeof node['$anchor'] === 'string') found.set(`#${node['$anchor']}`, node);
  }
  for (const inner of Object.values(node)) collectNames(inner, base, found, depth + 1);
}

/** Which document a schema stands in: references without a name are meant in it. */
function markHome(node: unknown, home: unknown, homes: WeakMap<object, unknown>, depth: number): void {
  if (typeof node !== 'object' || node === null || depth > MAX_NESTING || homes.has(node)) return;
  homes.set(node, home);
  for (const inner of Object.values(node)) markHome(inner, home, homes, depth + 1);
}

const MAX_NESTING = 500;
