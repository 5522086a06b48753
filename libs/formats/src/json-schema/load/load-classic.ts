import type { Draft } from '../drafts.ts';
import { idKeyword } from '../drafts.ts';
import { isList, isNumber, isObject } from '../text/json.ts';
import { refuseAt } from './documents.ts';
import type { KeywordReader } from './keywords.ts';
import { describe } from './keywords.ts';
import type { Loader } from './loader.ts';
import { readPattern } from './read-pattern.ts';
import { createArray, createCombined, createObject } from './shape.ts';
import type { ArrayShape, NumberShape, ObjectShape, Shape, StringShape } from './shape.ts';

const ARRAY_KEYWORDS = ['items', 'additionalItems', 'minItems', 'maxItems', 'uniqueItems'];
const OBJECT_KEYWORDS = [
  'properties',
  'required',
  'minProperties',
  'maxProperties',
  'dependencies',
  'patternProperties',
  'additionalProperties',
];
const NUMBER_KEYWORDS = ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'];
const STRING_KEYWORDS = ['minLength', 'maxLength', 'pattern', 'format'];

/** A schema of draft 4, 6 or 7, as Everit's loader reads it: beside `$ref` nothing counts. */
export function loadClassic(reader: KeywordReader, loader: Loader): Shape {
  const { draft } = reader.place.document;
  const parts = reader.has('$ref') ? [loadReference(reader, loader)] : loadParts(reader, loader, draft);
  const [first] = parts;
  const shape: Shape =
    first === undefined ? { kind: 'empty' } : parts.length === 1 ? first : createCombined('allOf', parts, true);
  addNotes(shape, reader, draft);
  return shape;
}

function loadReference(reader: KeywordReader, loader: Loader): Shape {
  return loader.refer(reader.string('$ref') ?? '', reader.place);
}

function loadParts(reader: KeywordReader, loader: Loader, draft: Draft): Shape[] {
  const parts: Shape[] = [];
  const values = reader.list('enum');
  if (values !== undefined) parts.push({ kind: 'enum', values });
  for (const criterion of ['allOf', 'anyOf', 'oneOf'] as const) {
    if (reader.list(criterion) === undefined) continue;
    parts.push(createCombined(criterion, reader.places(criterion).map(loader.load)));
  }
  if (reader.has('not')) parts.push({ kind: 'not', refused: loader.load(reader.at('not')) });
  const constant = draft === '4' ? undefined : reader.json.get('const');
  if (constant !== undefined) parts.push({ kind: 'const', value: constant });

  // A class of keywords that a type asks for is read with it; what is left makes a part of its own.
  const taken = new Set<string>();
  const typed = loadType(reader, loader, taken);
  if (typed !== undefined) parts.push(typed);
  for (const { kind, keywords, load } of CLASSES) {
    const isPresent = keywords(draft).some((keyword) => reader.has(keyword));
    if (isPresent && !taken.has(kind)) parts.push(load(reader, loader, false));
  }
  if (draft === '7' && ['if', 'then', 'else'].some((keyword) => reader.has(keyword))) {
    const branches = ['if', 'then', 'else'].map((keyword) =>
      reader.has(keyword) ? loader.load(reader.at(keyword)) : undefined,
    );
    parts.push({ kind: 'conditional', parts: branches });
  }
  return parts;
}

const CLASSES = [
  {
    kind: 'array',
    keywords: (draft: Draft) => (draft === '4' ? ARRAY_KEYWORDS : [...ARRAY_KEYWORDS, 'contains']),
    load: loadArray,
  },
  {
    kind: 'object',
    keywords: (draft: Draft) => (draft === '4' ? OBJECT_KEYWORDS : [...OBJECT_KEYWORDS, 'propertyNames']),
    load: loadObject,
  },
  { kind: 'number', keywords: () => NUMBER_KEYWORDS, load: loadNumber },
  { kind: 'string', keywords: () => STRING_KEYWORDS, load: loadString },
] as const;

function loadType(reader: KeywordReader, loader: Loader, taken: Set<string>): Shape | undefined {
  const type = reader.json.get('type');
  if (type === undefined) return undefined;
  if (isList(type)) {
    const names = reader.strings('type') ?? [];
    return createCombined(
      'anyOf',
      names.map((name) => loadNamedType(name, reader, loader, taken)),
    );
  }
  if (typeof type === 'string') return loadNamedType(type, reader, loader, taken);
  throw refuseAt(reader.at('type'), 'shape', `type is to be a string or an array, found ${describe(type)}`);
}

function loadNamedType(name: string, reader: KeywordReader, loader: Loader, taken: Set<string>): Shape {
  taken.add(name === 'integer' ? 'number' : name);
  switch (name) {
    case 'string':
      return loadString(reader, loader, true);
    case 'integer':
      return { ...loadNumber(reader, loader, true), isInteger: true };
    case 'number':
      return loadNumber(reader, loader, true);
    case 'boolean':
    case 'null':
      return { kind: name };
    case 'array':
      return loadArray(reader, loader, true);
    case 'object':
      return loadObject(reader, loader, true);
    default:
      throw refuseAt(reader.at('type'), 'shape', `unknown type ${JSON.stringify(name.slice(0, 60))}`);
  }
}

function loadString(reader: KeywordReader, _loader: Loader, isTyped: boolean): StringShape {
  const pattern = reader.string('pattern');
  if (pattern !== undefined) readPattern(pattern, reader.at('pattern'));
  return {
    kind: 'string',
    isTyped,
    ...defined('minLength', reader.count('minLength')),
    ...defined('maxLength', reader.count('maxLength')),
    ...defined('pattern', pattern),
    ...defined('format', reader.string('format')),
  };
}

function loadNumber(reader: KeywordReader, _loader: Loader, isTyped: boolean): NumberShape {
  const multipleOf = reader.number('multipleOf');
  if (multipleOf !== undefined && /^-?0(?:\.0*)?(?:E.*)?$/.test(multipleOf.digits)) {
    throw refuseAt(reader.at('multipleOf'), 'shape', 'multipleOf should not be 0');
  }
  const isDraft4 = reader.place.document.draft === '4';
  if (isDraft4) for (const keyword of ['exclusiveMinimum', 'exclusiveMaximum']) reader.boolean(keyword);
  return {
    kind: 'number',
    isTyped,
    isInteger: false,
    ...defined('minimum', reader.number('minimum')),
    ...defined('maximum', reader.number('maximum')),
    ...defined('exclusiveMinimum', isDraft4 ? undefined : reader.number('exclusiveMinimum')),
    ...defined('exclusiveMaximum', isDraft4 ? undefined : reader.number('exclusiveMaximum')),
    ...defined('multipleOf', multipleOf),
  };
}

function loadArray(reader: KeywordReader, loader: Loader, isTyped: boolean): ArrayShape {
  const shape = createArray(isTyped);
  Object.assign(shape, defined('minItems', reader.count('minItems')), defined('maxItems', reader.count('maxItems')));
  shape.isUnique = reader.boolean('uniqueItems') ?? false;
  const items = reader.json.get('items');
  if (isList(items)) shape.first = reader.places('items').map(loader.load);
  else if (items !== undefined) shape.every = loader.load(reader.at('items'));
  const additional = reader.json.get('additionalItems');
  if (isObject(additional)) shape.additional = loader.load(reader.at('additionalItems'));
  // Beside a schema of all items it says nothing.
  else if (reader.boolean('additionalItems') === false && shape.every === undefined) shape.permitsAdditional = false;
  if (reader.place.document.draft !== '4' && reader.has('contains'))
    shape.contains = loader.load(reader.at('contains'));
  return shape;
}

function loadObject(reader: KeywordReader, loader: Loader, isTyped: boolean): ObjectShape {
  const shape = createObject(isTyped);
  Object.assign(
    shape,
    defined('minProperties', reader.count('minProperties')),
    defined('maxProperties', reader.count('maxProperties')),
  );
  for (const [key, place] of placesByKey(reader, 'properties')) shape.properties.set(key, loader.load(place));
  const additional = reader.json.get('additionalProperties');
  if (isObject(additional)) shape.additional = loader.load(reader.at('additionalProperties'));
  else shape.permitsAdditional = reader.boolean('additionalProperties') ?? true;
  for (const name of reader.strings('required') ?? []) shape.required.add(name);
  for (const [pattern, place] of placesByKey(reader, 'patternProperties')) {
    readPattern(pattern, place);
    shape.patterns.set(pattern, loader.load(place));
  }
  for (const [key, place] of placesByKey(reader, 'dependencies')) {
    if (!isList(place.json)) shape.conditions.set(key, loader.load(place));
    else shape.demands.set(key, new Set(namesAt(place.json, reader, key)));
  }
  if (reader.place.document.draft !== '4' && reader.has('propertyNames')) {
    shape.propertyNames = loader.load(reader.at('propertyNames'));
  }
  return shape;
}

function namesAt(names: readonly unknown[], reader: KeywordReader, key: string): string[] {
  return names.map((name) => {
    if (typeof name === 'string') return name;
    throw refuseAt(reader.at('dependencies', key), 'shape', 'a dependency is a schema, or an array of strings');
  });
}

/** The schemas in a keyword's map. @throws SchemaFormatError where its value is no object */
export function placesByKey(
  reader: KeywordReader,
  keyword: string,
): readonly (readonly [string, KeywordReader['place']])[] {
  const map = reader.object(keyword);
  if (map === undefined) return [];
  const places = reader.places(keyword);
  return [...map.keys()].flatMap((key, index) => {
    const place = places[index];
    return place === undefined ? [] : [[key, place] as const];
  });
}

function addNotes(shape: Shape, reader: KeywordReader, draft: Draft): void {
  Object.assign(
    shape,
    defined('id', reader.string(idKeyword(draft))),
    defined('title', reader.string('title')),
    defined('description', reader.string('description')),
    defined('default', reader.json.get('default')),
  );
  if (draft === '7') for (const keyword of ['readOnly', 'writeOnly']) reader.boolean(keyword);
  if (reader.json.get('connect.type') === 'bytes') shape.isConnectBytes = true;
  if (shape.kind !== 'array') return;
  // Later drafts' keywords, which the checker compares all the same.
  for (const keyword of ['minContains', 'maxContains'] as const) {
    const value = reader.json.get(keyword);
    if (isNumber(value)) shape[keyword] = value;
  }
}

/** A member that is there only where it has a value. */
export function defined<Key extends string, Value>(key: Key, value: Value | undefined): Partial<Record<Key, Value>> {
  return value === undefined ? {} : ({ [key]: value } as Partial<Record<Key, Value>>);
}
