import { AvroError } from '../avro-error.ts';
import type { ParseFinding } from '../avro-error.ts';
import { isJsonObject, MAX_JSON_DEPTH, ownKey, readJson } from './json.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { fullName } from './names.ts';
import { inside, isPrimitive, NULL_SCHEMA, propsOf, report } from './parse-context.ts';
import type { Context, Pending, Place } from './parse-context.ts';
import { parseEnum, parseFixed, parseRecord } from './parse-named.ts';
import { branchName, isNamed, MAX_SCHEMA_DEPTH } from './schema.ts';
import type { Schema, UnionSchema } from './schema.ts';
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
  const json = typeof source === 'string' ? readText(source) : source;
  if (isTooDeep(json)) fail([{ kind: 'limit', pointer: '', message: `nested deeper than ${MAX_JSON_DEPTH} levels` }]);
  const context: Context = {
    parse: (place, assign) => parseInto(context, place, assign),
    named: new Map(),
    pending: [],
    checks: [],
    findings: [],
  };
  for (const reference of options.references ?? []) {
    visitSchemas(reference, (schema) => {
      if (isNamed(schema)) context.named.set(schema.name, schema);
    });
  }
  let root: Schema | undefined;
  parseInto(context, { json, pointer: '', namespace: '' }, (schema) => (root = schema));
  for (const pending of context.pending) resolvePending(context, pending);
  if (root !== undefined && context.findings.length === 0) {
    checkDepth(context, root);
    for (const check of context.checks) check();
  }
  if (root === undefined || context.findings.length > 0) return fail(context.findings);
  return root;
}

function checkDepth(context: Context, root: Schema): void {
  let deepest = 0;
  visitSchemas(root, (_, depth) => (deepest = Math.max(deepest, depth)));
  if (deepest < MAX_SCHEMA_DEPTH) return;
  report(context, 'limit', '', `types within each other over more than ${MAX_SCHEMA_DEPTH} levels`);
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
      if (isPrimitive(type)) return assign({ type, props: propsOf(json, []) });
      return parseName(context, place, type, assign);
  }
}

function parseName(context: Context, place: Place, name: string, assign: (schema: Schema) => void): void {
  if (isPrimitive(name)) return assign({ type: name, props: {} });
  const known = context.named.get(fullName(name, place.namespace));
  if (known !== undefined) return assign(known);
  context.pending.push({ place, name, assign });
}

function resolvePending(context: Context, { place, name, assign }: Pending): void {
  const full = fullName(name, place.namespace);
  const schema = context.named.get(full) ?? context.named.get(name);
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
  const props = propsOf(json, [key]);
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
