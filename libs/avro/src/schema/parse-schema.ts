import { AvroError } from '../avro-error.ts';
import type { ParseFinding } from '../avro-error.ts';
import { startDefaultChecker } from './default-value.ts';
import { isJsonObject, MAX_JSON_DEPTH, ownKey, readJson } from './json.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { fullName } from './names.ts';
import { inside, isPrimitive, NULL_SCHEMA, propsOf, report } from './parse-context.ts';
import type { Context, Origin, Pending, Place } from './parse-context.ts';
import { parseEnum, parseFixed, parseRecord } from './parse-named.ts';
import { branchName, isNamed, MAX_SCHEMA_DEPTH } from './schema.ts';
import type { NamedSchema, Schema, UnionSchema } from './schema.ts';
import { visitSchemas } from './visit.ts';

export interface ParseOptions {
  /** Schemas whose named types this one may name without defining them; types they reach count too. */
  readonly references?: readonly Schema[];
}

/**
 * Reads an Avro schema (Avro 1.12, Schema Declaration) from JSON text, or from a JSON value already read.
 * A string is always text: the schema `"int"` is the text `'"int"'`. Names may be used before they are defined, and a
 * type may be defined again in the same words, as in Java.
 * @throws AvroError whose `findings` say each fault with its JSON Pointer
 */
export function parseSchema(source: JsonValue, options: ParseOptions = {}): Schema {
  const known = new Map<string, NamedSchema>();
  visitSchemas(options.references ?? [], (schema) => {
    if (isNamed(schema) && !known.has(schema.name)) known.set(schema.name, schema);
  });
  return parseOne(source, { known, origins: new Map(), defaults: startDefaultChecker() }).root;
}

/** Reads schemas that build on each other: each may name the types of those before it. */
export class SchemaParser {
  readonly #known = new Map<string, NamedSchema>();
  readonly #origins = new Map<NamedSchema, Origin>();
  readonly #defaults = startDefaultChecker();

  /**
   * As `parseSchema`, after all that this parser has read; `origin` says in messages where the text comes from.
   * @throws AvroError, also where a type was defined before in different words; what was refused leaves no types behind
   */
  parse(source: JsonValue, origin?: string): Schema {
    const before = { known: this.#known, origins: this.#origins, defaults: this.#defaults };
    const { root, named, depth } = parseOne(source, before);
    for (const [name, schema] of named) {
      this.#known.set(name, schema);
      this.#origins.set(schema, { text: origin, depth });
    }
    return root;
  }
}

/** One of several schemas, and the namespace of the names in it that have none. */
export interface SchemaPart {
  readonly json: JsonValue;
  readonly namespace: string;
}

export interface PartsParsed {
  /** One for each part. */
  readonly roots: readonly Schema[];
  /** All named types that the parts define. */
  readonly named: ReadonlyMap<string, NamedSchema>;
}

/**
 * Parses schemas that may name each other's types in any order: what files of Avro IDL hold. The pointers of findings
 * begin with the part's index.
 */
export function parseParts(parts: readonly SchemaPart[]): PartsParsed | { readonly findings: readonly ParseFinding[] } {
  return parseAfter(parts, { known: new Map(), origins: new Map(), defaults: startDefaultChecker() }, (i) => `/${i}`);
}

interface Parsed {
  readonly root: Schema;
  readonly named: ReadonlyMap<string, NamedSchema>;
  readonly depth: number;
}

type Before = Pick<Context, 'known' | 'origins' | 'defaults'>;

function parseOne(source: JsonValue, before: Before): Parsed {
  const json = typeof source === 'string' ? readText(source) : source;
  const parsed = parseAfter([{ json, namespace: '' }], before, () => '');
  if ('findings' in parsed) return fail(parsed.findings);
  const [root] = parsed.roots;
  return root === undefined ? fail([]) : { root, named: parsed.named, depth: parsed.depth };
}

function parseAfter(
  parts: readonly SchemaPart[],
  before: Before,
  pointerOf: (part: number) => string,
): (PartsParsed & { readonly depth: number }) | { readonly findings: readonly ParseFinding[] } {
  const context: Context = {
    parse: (place, assign) => parseInto(context, place, assign),
    ...before,
    named: new Map(),
    words: new Map(),
    pending: [],
    checks: [],
    findings: [],
  };
  const roots: Schema[] = parts.map(() => NULL_SCHEMA);
  for (const [index, { json, namespace }] of parts.entries()) {
    const pointer = pointerOf(index);
    if (isTooDeep(json)) report(context, 'limit', pointer, `nested deeper than ${MAX_JSON_DEPTH} levels`);
    else parseInto(context, { json, pointer, namespace }, (schema) => (roots[index] = schema));
  }
  for (const pending of context.pending) resolvePending(context, pending);
  let depth = 0;
  if (context.findings.length === 0) {
    depth = measureDepth(context, roots);
    if (depth >= MAX_SCHEMA_DEPTH) {
      report(context, 'limit', '', `types within each other over more than ${MAX_SCHEMA_DEPTH} levels`);
    }
    for (const check of context.checks) check();
  }
  return context.findings.length > 0 ? { findings: context.findings } : { roots, named: context.named, depth };
}

/** Types parsed before were measured then: a long list of references is walked once, not once for each. */
function measureDepth(context: Context, roots: readonly Schema[]): number {
  let deepest = 0;
  visitSchemas(roots, (schema, depth) => {
    const origin = isNamed(schema) ? context.origins.get(schema) : undefined;
    deepest = Math.max(deepest, depth + (origin?.depth ?? 0));
    return origin === undefined;
  });
  return deepest;
}

/** A value not read from text may nest deeper than text may, or for ever. */
function isTooDeep(value: JsonValue, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth >= MAX_JSON_DEPTH || Object.values(value).some((item: JsonValue) => isTooDeep(item, depth + 1));
}

function fail(findings: readonly ParseFinding[]): never {
  const [first] = findings;
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
  const where = first === undefined || first.pointer === '' ? '' : ` at ${first.pointer}`;
  throw new AvroError(`not an Avro schema${where}: ${first?.message ?? 'empty'}${more}`, findings);
}

function readText(text: string): JsonValue {
  const read = readJson(text);
  if ('value' in read) return read.value;
  const { kind, line, column, message } = read.fault;
  return fail([{ kind, pointer: `${line}:${column}`, message }]);
}

/** Parses the schema at `place` and hands it to `assign`: now, or once the name it stands for is defined. */
function parseInto(context: Context, place: Place, assign: (schema: Schema) => void): void {
  const { json, pointer } = place;
  if (typeof json === 'string') return parseName(context, place, json, assign);
  if (Array.isArray(json)) return assign(parseUnion(context, place, json));
  if (!isJsonObject(json)) {
    const found = json === undefined ? 'nothing' : JSON.stringify(typeof json === 'bigint' ? Number(json) : json);
    return report(context, 'shape', pointer, `expected a type name, an object or an array, found ${found}`);
  }
  const type = ownKey(json, 'type');
  if (typeof type !== 'string') {
    return report(context, 'shape', pointer, 'an object needs a "type" that is the name of a type');
  }
  switch (type) {
    case 'record':
    case 'error':
      return parseRecord(context, place, json, type === 'error', assign);
    case 'enum':
      return parseEnum(context, place, json, assign);
    case 'fixed':
      return parseFixed(context, place, json, assign);
    case 'array':
    case 'map':
      return parseContainer(context, place, json, type, assign);
    default:
      if (isPrimitive(type)) return assign({ type, props: propsOf(json) });
      return parseName(context, place, type, assign);
  }
}

function parseName(context: Context, place: Place, name: string, assign: (schema: Schema) => void): void {
  if (isPrimitive(name)) return assign({ type: name, props: {} });
  const known = findNamed(context, fullName(name, place.namespace));
  if (known !== undefined) return assign(known);
  context.pending.push({ place, name, assign });
}

function findNamed(context: Context, name: string): NamedSchema | undefined {
  return context.known.get(name) ?? context.named.get(name);
}

function resolvePending(context: Context, { place, name, assign }: Pending): void {
  const full = fullName(name, place.namespace);
  const schema = findNamed(context, full) ?? findNamed(context, name);
  if (schema !== undefined) return assign(schema);
  report(
    context,
    'reference',
    place.pointer,
    `unknown type ${JSON.stringify(full)}: define it or pass it as a reference`,
  );
}

function parseUnion(context: Context, place: Place, json: readonly JsonValue[]): Schema {
  const branches: Schema[] = [];
  const union: UnionSchema = { type: 'union', branches };
  for (const [index, branch] of json.entries()) {
    branches.push(NULL_SCHEMA);
    parseInto(context, inside(place, branch, `/${index}`), (schema) => (branches[index] = schema));
  }
  context.checks.push(() => {
    const seen = new Set<string>();
    for (const [index, branch] of branches.entries()) {
      const pointer = `${place.pointer}/${index}`;
      if (branch.type === 'union') report(context, 'shape', pointer, 'a union may not hold a union directly');
      const name = branchName(branch);
      if (seen.has(name)) report(context, 'duplicate', pointer, `a union may hold ${JSON.stringify(name)} only once`);
      seen.add(name);
    }
  });
  return union;
}

function parseContainer(
  context: Context,
  place: Place,
  json: JsonObject,
  type: 'array' | 'map',
  assign: (schema: Schema) => void,
): void {
  const key = type === 'array' ? 'items' : 'values';
  const item = ownKey(json, key);
  if (item === undefined)
    return report(context, 'shape', place.pointer, `an ${type} needs "${key}"`.replace('an map', 'a map'));
  const props = propsOf(json);
  const inner = inside(place, item, `/${key}`);
  if (type === 'array') {
    const schema = { type, items: NULL_SCHEMA, props };
    parseInto(context, inner, (items) => (schema.items = items));
    return assign(schema);
  }
  const schema = { type, values: NULL_SCHEMA, props };
  parseInto(context, inner, (values) => (schema.values = values));
  return assign(schema);
}
