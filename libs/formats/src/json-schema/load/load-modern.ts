import { isList, isNumber } from '../text/json.ts';
import { inJavaOrder } from '../text/java-order.ts';
import type { Json } from '../text/json.ts';
import { refuseAt } from './documents.ts';
import type { KeywordReader } from './keywords.ts';
import { describe } from './keywords.ts';
import { createNothing, join, joinMember, simplify } from './join.ts';
import { defined, placesByKey } from './load-classic.ts';
import type { Loader } from './loader.ts';
import { readPattern } from './read-pattern.ts';
import { createArray, createCombined, createObject } from './shape.ts';
import type { ArrayShape, CombinedShape, NumberShape, ObjectShape, Shape, StringShape } from './shape.ts';

type Load = (reader: KeywordReader, loader: Loader) => Shape | undefined;

/**
 * A schema of 2019-09 or 2020-12, as Confluent's registry reads it (json-sKema, then a translation into Everit's
 * classes): keywords count beside `$ref`, and what is under `$defs` is read although nothing may refer to it.
 */
export function loadModern(reader: KeywordReader, loader: Loader): Shape {
  const parts: Shape[] = [];
  // Keywords come in the order of a Java map there, and what joins with what depends on it.
  for (const keyword of inJavaOrder([...reader.json.keys()])) {
    const part = Object.hasOwn(LOADERS, keyword) ? LOADERS[keyword]?.(reader, loader) : undefined;
    if (part !== undefined) parts.push(part);
  }
  const properties = createObject(false);
  for (const [key, place] of placesByKey(reader, 'properties')) properties.properties.set(key, loader.load(place));
  const patterns = createObject(false);
  for (const [pattern, place] of placesByKey(reader, 'patternProperties')) {
    readPattern(pattern, place);
    patterns.patterns.set(pattern, loader.load(place));
  }
  // The first of the keywords is not joined to anything: a single one is not put into a generated `allOf`.
  let shape: Shape = parts.length === 0 ? createNothing() : parts.reduce(join);
  if (properties.properties.size > 0) shape = join(shape, properties);
  if (patterns.patterns.size > 0) shape = join(shape, patterns);
  if (reader.has('unevaluatedItems')) {
    shape = join(shape, { ...createArray(false), unevaluated: loader.load(reader.at('unevaluatedItems')) });
  }
  if (reader.has('unevaluatedProperties')) {
    shape = join(shape, { ...createObject(false), unevaluated: loader.load(reader.at('unevaluatedProperties')) });
  }
  shape = simplify(shape);
  for (const [, place] of placesByKey(reader, '$defs')) loader.load(place);
  addNotes(shape, reader);
  return shape;
}

function addNotes(shape: Shape, reader: KeywordReader): void {
  for (const keyword of ['$id', '$anchor', '$dynamicAnchor']) reader.string(keyword);
  reader.boolean('deprecated');
  Object.assign(
    shape,
    defined('title', reader.string('title')),
    defined('description', reader.string('description')),
    defined('default', reader.json.get('default')),
  );
  if (reader.json.get('connect.type') === 'bytes') shape.isConnectBytes = true;
}

const LOADERS: Readonly<Record<string, Load>> = {
  $ref: (reader, loader) => loader.refer(reader.string('$ref') ?? '', reader.place),
  // Where it leads depends on the way taken to it; from the schema itself it is where a plain reference leads.
  $dynamicRef: (reader, loader) => loader.refer(reader.string('$dynamicRef') ?? '', reader.place),
  $recursiveRef: (reader, loader) => loader.refer(reader.string('$recursiveRef') ?? '', reader.place),
  type: loadTypes,
  enum: (reader) => ({ kind: 'enum', values: reader.list('enum') ?? [] }),
  const: (reader) => ({ kind: 'const', value: reader.json.get('const') ?? null }),
  allOf: combine('allOf'),
  anyOf: combine('anyOf'),
  oneOf: combine('oneOf'),
  not: (reader, loader) => ({ kind: 'not', refused: loader.load(reader.at('not')) }),
  if: (reader, loader) => ({
    kind: 'conditional',
    parts: ['if', 'then', 'else'].map((keyword) => (reader.has(keyword) ? loader.load(reader.at(keyword)) : undefined)),
  }),
  minLength: (reader) => string(defined('minLength', reader.count('minLength'))),
  maxLength: (reader) => string(defined('maxLength', reader.count('maxLength'))),
  pattern: (reader) => {
    const pattern = reader.string('pattern');
    if (pattern !== undefined) readPattern(pattern, reader.at('pattern'));
    return string(defined('pattern', pattern));
  },
  // Notes: they say nothing of values, but are joined as if they did.
  format: note((reader) => reader.string('format')),
  readOnly: note((reader) => reader.boolean('readOnly')),
  writeOnly: note((reader) => reader.boolean('writeOnly')),
  minimum: (reader) => number(defined('minimum', reader.number('minimum'))),
  maximum: (reader) => number(defined('maximum', reader.number('maximum'))),
  exclusiveMinimum: (reader) => number(defined('exclusiveMinimum', reader.number('exclusiveMinimum'))),
  exclusiveMaximum: (reader) => number(defined('exclusiveMaximum', reader.number('exclusiveMaximum'))),
  multipleOf: (reader) => number(defined('multipleOf', reader.number('multipleOf'))),
  minItems: (reader) => array(defined('minItems', reader.count('minItems'))),
  maxItems: (reader) => array(defined('maxItems', reader.count('maxItems'))),
  uniqueItems: (reader) => array({ isUnique: reader.boolean('uniqueItems') ?? false }),
  contains: loadContains,
  prefixItems: (reader, loader) => loadTuple('prefixItems', reader, loader),
  items: loadItems,
  additionalItems: (reader, loader) =>
    reader.place.document.draft === '2019-09' && isList(reader.json.get('items'))
      ? loadRest('additionalItems', true, reader, loader)
      : undefined,
  minProperties: (reader) => object(defined('minProperties', reader.count('minProperties'))),
  maxProperties: (reader) => object(defined('maxProperties', reader.count('maxProperties'))),
  required: (reader) => object({ required: new Set(reader.strings('required')) }),
  additionalProperties: (reader, loader) => {
    const shape = loader.load(reader.at('additionalProperties'));
    if (shape.kind === 'false') return object({ permitsAdditional: false });
    return object(shape.kind === 'true' ? {} : { additional: shape });
  },
  propertyNames: (reader, loader) => object({ propertyNames: loader.load(reader.at('propertyNames')) }),
  dependentRequired: loadDemands,
  dependentSchemas: (reader, loader) => {
    const schemas = placesByKey(reader, 'dependentSchemas');
    return object({ conditions: new Map(schemas.map(([key, place]) => [key, loader.load(place)])) });
  },
};

function combine(criterion: CombinedShape['criterion']): Load {
  return (reader, loader) => {
    reader.list(criterion);
    return reader.places(criterion).map(loader.load).reduce(joinMember, createCombined(criterion, []));
  };
}

function note(check: (reader: KeywordReader) => unknown): Load {
  return (reader) => {
    check(reader);
    return createNothing();
  };
}

function string(keywords: Partial<StringShape>): Shape {
  return { kind: 'string', isTyped: false, ...keywords };
}

function number(keywords: Partial<NumberShape>): Shape {
  return { kind: 'number', isTyped: false, isInteger: false, ...keywords };
}

function array(keywords: Partial<ArrayShape>): Shape {
  return { ...createArray(false), ...keywords };
}

function object(keywords: Partial<ObjectShape>): Shape {
  return { ...createObject(false), ...keywords };
}

function loadTypes(reader: KeywordReader): Shape {
  const type = reader.json.get('type');
  if (typeof type === 'string') return shapeOfType(type, reader);
  const names = isList(type) ? reader.strings('type') : undefined;
  if (names !== undefined)
    return createCombined(
      'anyOf',
      names.map((name) => shapeOfType(name, reader)),
      true,
    );
  throw refuseAt(reader.at('type'), 'shape', `type is to be a string or an array, found ${describe(type ?? null)}`);
}

function shapeOfType(name: string, reader: KeywordReader): Shape {
  switch (name) {
    case 'string':
      return { kind: 'string', isTyped: true };
    case 'integer':
    case 'number':
      return { kind: 'number', isTyped: true, isInteger: name === 'integer' };
    case 'boolean':
    case 'null':
      return { kind: name };
    case 'array':
      return createArray(true);
    case 'object':
      return createObject(true);
    default:
      throw refuseAt(reader.at('type'), 'shape', `unknown type ${JSON.stringify(name.slice(0, 60))}`);
  }
}

function loadContains(reader: KeywordReader, loader: Loader): Shape {
  const [min, max] = ['minContains', 'maxContains'].map((keyword) => numberOf(reader.json.get(keyword)));
  return array({
    contains: loader.load(reader.at('contains')),
    minContains: min ?? { digits: '1' },
    ...defined('maxContains', max),
  });
}

function numberOf(json: Json | undefined): { readonly digits: string } | undefined {
  return isNumber(json) ? json : undefined;
}

function loadTuple(keyword: string, reader: KeywordReader, loader: Loader): Shape {
  reader.list(keyword);
  return array({ first: reader.places(keyword).map(loader.load) });
}

function loadItems(reader: KeywordReader, loader: Loader): Shape {
  // Tuples of 2019-09 are written as those of draft 7.
  if (reader.place.document.draft === '2019-09' && isList(reader.json.get('items'))) {
    return loadTuple('items', reader, loader);
  }
  const first = reader.json.get('prefixItems');
  return loadRest('items', isList(first) && first.length > 0, reader, loader);
}

function loadRest(keyword: string, isAfterTuple: boolean, reader: KeywordReader, loader: Loader): Shape {
  const shape = loader.load(reader.at(keyword));
  if (shape.kind === 'false') return array({ permitsAdditional: false });
  if (shape.kind === 'true') return array({});
  return array(isAfterTuple ? { additional: shape } : { every: shape });
}

function loadDemands(reader: KeywordReader): Shape {
  const demands = new Map<string, Set<string>>();
  for (const [key, names] of reader.object('dependentRequired') ?? []) {
    const isNames = isList(names) && names.every((name) => typeof name === 'string');
    if (!isNames) throw refuseAt(reader.at('dependentRequired', key), 'shape', 'expected an array of strings');
    demands.set(key, new Set(names));
  }
  return object({ demands });
}
