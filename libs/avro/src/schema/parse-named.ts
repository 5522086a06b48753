import { formatDefinition } from './format-schema.ts';
import { isJsonObject, ownKey } from './json.ts';
import type { JsonObject, JsonValue } from './json.ts';
import { fullName, isFullName, isName } from './names.ts';
import { copyNotation, isDouble } from './notation.ts';
import {
  badName,
  fieldPropsOf,
  inside,
  isPrimitive,
  NULL_SCHEMA,
  propsOf,
  readStrings,
  report,
} from './parse-context.ts';
import type { Context, Draft, Place } from './parse-context.ts';
import { namespaceOf } from './schema.ts';
import type { EnumSchema, NamedSchema, RecordField, RecordSchema, Schema } from './schema.ts';

export function parseRecord(
  context: Context,
  place: Place,
  json: JsonObject,
  isError: boolean,
  assign: (schema: Schema) => void,
): void {
  const head = parseHead(context, place, json);
  if (head === undefined) return;
  const fields: RecordField[] = [];
  const schema: RecordSchema = { type: 'record', ...head, isError, fields };
  define(context, place, schema);
  assign(schema);
  const list = ownKey(json, 'fields');
  if (!Array.isArray(list)) return report(context, 'shape', place.pointer, 'a record needs "fields", an array');
  const names = new Set<string>();
  const namespace = namespaceOf(schema.name);
  for (const [index, item] of (list as readonly JsonValue[]).entries()) {
    const pointer = `${place.pointer}/fields/${index}`;
    const field = parseField(context, { json: item, pointer, namespace });
    if (field === undefined) continue;
    if (names.has(field.name)) {
      report(context, 'duplicate', `${pointer}/name`, `field ${JSON.stringify(field.name)} stands twice`);
    }
    names.add(field.name);
    fields.push(field);
  }
}

export function parseEnum(context: Context, place: Place, json: JsonObject, assign: (schema: Schema) => void): void {
  const head = parseHead(context, place, json, ['default']);
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

export function parseFixed(context: Context, place: Place, json: JsonObject, assign: (schema: Schema) => void): void {
  const head = parseHead(context, place, json);
  if (head === undefined) return;
  const size = ownKey(json, 'size');
  if (typeof size !== 'number' || (size | 0) !== size || size < 0 || isDouble(json, 'size')) {
    return report(context, 'shape', place.pointer, 'a fixed needs "size", a whole number of bytes below 2^31');
  }
  const schema: NamedSchema = { type: 'fixed', ...head, size };
  define(context, place, schema);
  assign(schema);
}

const ORDERS = { ascending: 'ascending', descending: 'descending', ignore: 'ignore' } as const;

function parseField(context: Context, place: Place): RecordField | undefined {
  const { json, pointer } = place;
  if (!isJsonObject(json)) return void report(context, 'shape', pointer, 'a field is an object');
  const name = ownKey(json, 'name');
  if (typeof name !== 'string') return void report(context, 'shape', pointer, 'a field needs a "name"');
  if (!isName(name)) return void report(context, 'name', `${pointer}/name`, badName(name));
  if (!Object.hasOwn(json, 'type')) return void report(context, 'shape', pointer, 'a field needs a "type"');
  const given = ownKey(json, 'order');
  const orderText = given === undefined ? 'ascending' : given;
  const orderKey = typeof orderText === 'string' ? orderText.toLowerCase() : '';
  const order = Object.hasOwn(ORDERS, orderKey) ? ORDERS[orderKey as keyof typeof ORDERS] : undefined;
  if (order === undefined) {
    return void report(context, 'shape', `${pointer}/order`, 'the order is ascending, descending or ignore');
  }
  const field: Draft<RecordField> = {
    name,
    aliases: readAliases(context, place, json, (alias) => alias),
    schema: NULL_SCHEMA,
    order,
    props: fieldPropsOf(json),
  };
  const doc = ownKey(json, 'doc');
  if (typeof doc === 'string') field.doc = doc;
  context.parse(inside(place, ownKey(json, 'type'), '/type'), (schema) => (field.schema = schema));
  const value = ownKey(json, 'default');
  if (value !== undefined) {
    field.default = numberOfWord(ownKey(json, 'type'), value) ?? value;
    copyNotation(json, field);
    context.checks.push(() => {
      const fault = context.defaults.findFieldFault(field);
      if (fault !== undefined) report(context, fault.kind, `${pointer}/default${fault.pointer}`, fault.message);
    });
  }
  return field;
}

const WORDS: ReadonlyMap<JsonValue, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
]);

/** What JSON has no number for is a string where a float or double stands by itself, as Java writes and reads it. */
function numberOfWord(type: JsonValue | undefined, value: JsonValue): number | undefined {
  const name = isJsonObject(type) ? ownKey(type, 'type') : type;
  return name === 'float' || name === 'double' ? WORDS.get(value) : undefined;
}

/** Each once, as in Java. */
function readAliases(
  context: Context,
  place: Place,
  json: JsonObject,
  complete: (alias: string) => string,
): readonly string[] {
  const aliases = readStrings(context, place, json, 'aliases');
  return aliases === undefined ? [] : [...new Set(aliases.map(complete))];
}

/** What the three named types have in common. */
function parseHead(context: Context, place: Place, json: JsonObject, own: readonly string[] = []) {
  const { pointer } = place;
  const written = ownKey(json, 'name');
  if (typeof written !== 'string') return void report(context, 'shape', pointer, 'a named type needs a "name"');
  const given = ownKey(json, 'namespace');
  const name = fullName(written, typeof given === 'string' ? given : place.namespace);
  if (!isFullName(name)) return void report(context, 'name', `${pointer}/name`, badName(name));
  if (isPrimitive(name))
    return void report(context, 'name', `${pointer}/name`, `${name} is the name of a primitive type`);
  const aliases = readAliases(context, place, json, (alias) => fullName(alias, namespaceOf(name)));
  for (const [index, alias] of aliases.entries()) {
    if (!isFullName(alias)) report(context, 'name', `${pointer}/aliases/${index}`, badName(alias));
  }
  const doc = ownKey(json, 'doc');
  const props = propsOf(json, own);
  return typeof doc === 'string' ? { name, aliases, doc, props } : { name, aliases, props };
}

function define(context: Context, place: Place, schema: NamedSchema): void {
  const known = context.known.get(schema.name) ?? context.named.get(schema.name);
  if (known === undefined) {
    context.named.set(schema.name, schema);
    return;
  }
  context.checks.push(() => {
    if (wordsOf(context, known) === formatDefinition(schema)) return;
    const origin = context.origins.get(known)?.text;
    const first = origin === undefined ? '' : `; the first is in ${origin}`;
    report(
      context,
      'duplicate',
      place.pointer,
      `${JSON.stringify(schema.name)} is defined twice, in different words${first}`,
    );
  });
}

/** Of a first definition, which many may repeat. */
function wordsOf(context: Context, schema: NamedSchema): string {
  let words = context.words.get(schema);
  if (words === undefined) context.words.set(schema, (words = formatDefinition(schema)));
  return words;
}
