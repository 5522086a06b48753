import { AvroError } from '../avro-error.ts';
import type { ParseFinding } from '../avro-error.ts';
import { describeDefaultFault } from './default-value.ts';
import { formatSchema } from './format-schema.ts';
import { isJsonObject, MAX_JSON_DEPTH, ownKey, readJson, setKey } from './json.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { fullName, isFullName, isName } from './names.ts';
import { branchName, isNamed, MAX_SCHEMA_DEPTH, namespaceOf, PRIMITIVE_TYPES } from './schema.ts';
import type {
  EnumSchema,
  NamedSchema,
  PrimitiveType,
  RecordField,
  RecordSchema,
  Schema,
  UnionSchema,
} from './schema.ts';
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
  const context: Context = { named: new Map(), pending: [], checks: [], findings: [] };
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
  if (deepest >= MAX_SCHEMA_DEPTH)
    report(context, 'limit', '', `types within each other over more than ${MAX_SCHEMA_DEPTH} levels`);
}

/** A value not read from text may nest deeper than text may, or for ever. */
function isTooDeep(value: JsonValue, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return depth >= MAX_JSON_DEPTH || Object.values(value).some((item: JsonValue) => isTooDeep(item, depth + 1));
}

type Draft<T> = { -readonly [K in keyof T]: T[K] };

interface Context {
  readonly named: Map<string, NamedSchema>;
  readonly pending: Pending[];
  /** Run once every reference is resolved. */
  readonly checks: (() => void)[];
  readonly findings: ParseFinding[];
}

interface Place {
  readonly json: JsonValue | undefined;
  readonly pointer: string;
  readonly namespace: string;
}

interface Pending {
  readonly place: Place;
  readonly name: string;
  readonly assign: (schema: Schema) => void;
}

const MAX_FINDINGS = 100;
const NULL_SCHEMA: Schema = { type: 'null', props: {} };

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

function report(context: Context, kind: ParseFinding['kind'], pointer: string, message: string): void {
  if (context.findings.length < MAX_FINDINGS) context.findings.push({ kind, pointer, message });
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

function isPrimitive(name: string): name is PrimitiveType {
  return PRIMITIVE_TYPES.has(name);
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

function parseRecord(
  context: Context,
  place: Place,
  json: JsonObject,
  isError: boolean,
  assign: (schema: Schema) => void,
): void {
  const head = parseHead(context, place, json, ['fields']);
  if (head === undefined) return;
  const fields: RecordField[] = [];
  const schema: RecordSchema = { type: 'record', ...head, isError, fields };
  define(context, place, schema);
  assign(schema);
  const list = ownKey(json, 'fields');
  if (!Array.isArray(list)) return report(context, 'shape', place.pointer, 'a record needs "fields", an array');
  const names = new Set<string>();
  for (const [index, item] of (list as readonly JsonValue[]).entries()) {
    const field = parseField(context, {
      ...inside(place, item, `/fields/${index}`),
      namespace: namespaceOf(schema.name),
    });
    if (field === undefined) continue;
    if (names.has(field.name)) {
      report(
        context,
        'duplicate',
        `${place.pointer}/fields/${index}/name`,
        `field ${JSON.stringify(field.name)} stands twice`,
      );
    }
    names.add(field.name);
    fields.push(field);
  }
}

const ORDERS = { ascending: 'ascending', descending: 'descending', ignore: 'ignore' } as const;

function parseField(context: Context, place: Place): RecordField | undefined {
  const { json, pointer } = place;
  if (!isJsonObject(json)) return void report(context, 'shape', pointer, 'a field is an object');
  const name = ownKey(json, 'name');
  if (typeof name !== 'string') return void report(context, 'shape', pointer, 'a field needs a "name"');
  if (!isName(name)) return void report(context, 'name', `${pointer}/name`, badName(name));
  if (!Object.hasOwn(json, 'type')) return void report(context, 'shape', pointer, 'a field needs a "type"');
  const orderText = ownKey(json, 'order') ?? 'ascending';
  const orderKey = typeof orderText === 'string' ? orderText.toLowerCase() : '';
  const order = Object.hasOwn(ORDERS, orderKey) ? ORDERS[orderKey as keyof typeof ORDERS] : undefined;
  if (order === undefined) {
    return void report(context, 'shape', `${pointer}/order`, 'the order is ascending, descending or ignore');
  }
  const field: Draft<RecordField> = {
    name,
    aliases: readStrings(context, place, json, 'aliases') ?? [],
    schema: NULL_SCHEMA,
    order,
    props: propsOf(json, ['name', 'doc', 'default', 'order', 'aliases']),
  };
  const doc = ownKey(json, 'doc');
  if (typeof doc === 'string') field.doc = doc;
  parseInto(context, inside(place, ownKey(json, 'type'), '/type'), (schema) => (field.schema = schema));
  const value = ownKey(json, 'default');
  if (value !== undefined) {
    field.default = value;
    context.checks.push(() => {
      const fault = describeDefaultFault(field.schema, value);
      if (fault !== undefined) report(context, 'default', `${pointer}/default${fault.pointer}`, fault.message);
    });
  }
  return field;
}

function parseEnum(context: Context, place: Place, json: JsonObject, assign: (schema: Schema) => void): void {
  const head = parseHead(context, place, json, ['symbols', 'default']);
  if (head === undefined) return;
  const symbols = readStrings(context, place, json, 'symbols');
  if (symbols === undefined) {
    if (!Object.hasOwn(json, 'symbols')) report(context, 'shape', place.pointer, 'an enum needs "symbols", an array');
    return;
  }
  const seen = new Set<string>();
  for (const [index, symbol] of symbols.entries()) {
    const pointer = `${place.pointer}/symbols/${index}`;
    if (!isName(symbol)) report(context, 'name', pointer, badName(symbol));
    if (seen.has(symbol)) report(context, 'duplicate', pointer, `symbol ${JSON.stringify(symbol)} stands twice`);
    seen.add(symbol);
  }
  const schema: Draft<EnumSchema> = { type: 'enum', ...head, symbols };
  const value = ownKey(json, 'default');
  if (value !== undefined) {
    if (typeof value !== 'string' || !seen.has(value)) {
      return report(context, 'default', `${place.pointer}/default`, 'the default of an enum is one of its symbols');
    }
    schema.default = value;
  }
  define(context, place, schema);
  assign(schema);
}

function parseFixed(context: Context, place: Place, json: JsonObject, assign: (schema: Schema) => void): void {
  const head = parseHead(context, place, json, ['size']);
  if (head === undefined) return;
  const size = ownKey(json, 'size');
  if (typeof size !== 'number' || (size | 0) !== size || size < 0) {
    return report(context, 'shape', place.pointer, 'a fixed needs "size", a whole number of bytes below 2^31');
  }
  const schema: NamedSchema = { type: 'fixed', ...head, size };
  define(context, place, schema);
  assign(schema);
}

/** What the three named types have in common. */
function parseHead(context: Context, place: Place, json: JsonObject, own: readonly string[]) {
  const { pointer } = place;
  const written = ownKey(json, 'name');
  if (typeof written !== 'string') return void report(context, 'shape', pointer, 'a named type needs a "name"');
  const given = ownKey(json, 'namespace');
  const name = fullName(written, typeof given === 'string' ? given : place.namespace);
  if (!isFullName(name)) return void report(context, 'name', `${pointer}/name`, badName(name));
  if (isPrimitive(name))
    return void report(context, 'name', `${pointer}/name`, `${name} is the name of a primitive type`);
  const aliases = (readStrings(context, place, json, 'aliases') ?? []).map((alias) =>
    fullName(alias, namespaceOf(name)),
  );
  for (const [index, alias] of aliases.entries()) {
    if (!isFullName(alias)) report(context, 'name', `${pointer}/aliases/${index}`, badName(alias));
  }
  const doc = ownKey(json, 'doc');
  const props = propsOf(json, ['name', 'namespace', 'doc', 'aliases', ...own]);
  return typeof doc === 'string' ? { name, aliases, doc, props } : { name, aliases, props };
}

function define(context: Context, place: Place, schema: NamedSchema): void {
  const known = context.named.get(schema.name);
  if (known === undefined) {
    context.named.set(schema.name, schema);
    return;
  }
  context.checks.push(() => {
    if (formatSchema(known) !== formatSchema(schema)) {
      report(
        context,
        'duplicate',
        place.pointer,
        `${JSON.stringify(schema.name)} is defined twice, in different words`,
      );
    }
  });
}

function inside(place: Place, json: JsonValue | undefined, step: string): Place {
  return { json, pointer: place.pointer + step, namespace: place.namespace };
}

function badName(name: string): string {
  return `${JSON.stringify(name)} is not a name: letters, digits and _, not starting with a digit`;
}

function readStrings(context: Context, place: Place, json: JsonObject, key: string): readonly string[] | undefined {
  const value = ownKey(json, key);
  if (value === undefined) return undefined;
  if (Array.isArray(value) && value.every((item: JsonValue) => typeof item === 'string')) return value;
  return void report(context, 'shape', `${place.pointer}/${key}`, `"${key}" is an array of strings`);
}

/** Attributes the specification reserves everywhere, whatever the type (Java keeps the same list). */
const RESERVED = new Set(['type']);

function propsOf(json: JsonObject, own: readonly string[]): JsonObject {
  const props = {};
  for (const [key, value] of Object.entries(json)) {
    if (!RESERVED.has(key) && !own.includes(key)) setKey(props, key, value);
  }
  return props;
}
