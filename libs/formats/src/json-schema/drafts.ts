import type { Json, JsonObject } from './text/json.ts';
import { isObject } from './text/json.ts';

/** The versions of JSON Schema. Up to draft 7 a schema is `classic`, from 2019-09 on `modern`: Confluent reads them by two libraries. */
export type Draft = '4' | '6' | '7' | '2019-09' | '2020-12';

const DRAFTS: Readonly<Record<string, Draft>> = {
  'draft-04/schema': '4',
  schema: '4',
  'draft-06/schema': '6',
  'draft-07/schema': '7',
  'draft/2019-09/schema': '2019-09',
  'draft/2020-12/schema': '2020-12',
};

/** The draft that `$schema` names; 7 where it names none that is known, as in Confluent's registry. */
export function draftOf(schema: Json): Draft {
  const named = isObject(schema) ? schema.get('$schema') : undefined;
  return (typeof named === 'string' ? findDraft(named) : undefined) ?? '7';
}

/** The draft whose meta-schema has this address. */
export function findDraft(url: string): Draft | undefined {
  const path = /^https?:\/\/json-schema\.org\/([^#]*)#?$/.exec(url)?.[1];
  return path !== undefined && Object.hasOwn(DRAFTS, path) ? DRAFTS[path] : undefined;
}

export function isModern(draft: Draft): draft is '2019-09' | '2020-12' {
  return draft === '2019-09' || draft === '2020-12';
}

/** The keyword that names a schema. */
export function idKeyword(draft: Draft): string {
  return draft === '4' ? 'id' : '$id';
}

/** What stands in a keyword's value: a schema, a list of them, a map to them, one of these, or anything but schemas. */
export type Holds = 'schema' | 'list' | 'map' | 'schema or list' | 'map of schemas or names' | 'value';

const UP_TO_4: Readonly<Record<string, Holds>> = {
  $ref: 'value',
  type: 'value',
  enum: 'value',
  allOf: 'list',
  anyOf: 'list',
  oneOf: 'list',
  not: 'schema',
  minimum: 'value',
  maximum: 'value',
  exclusiveMinimum: 'value',
  exclusiveMaximum: 'value',
  multipleOf: 'value',
  minLength: 'value',
  maxLength: 'value',
  pattern: 'value',
  format: 'value',
  items: 'schema or list',
  additionalItems: 'schema',
  minItems: 'value',
  maxItems: 'value',
  uniqueItems: 'value',
  properties: 'map',
  patternProperties: 'map',
  additionalProperties: 'schema',
  required: 'value',
  minProperties: 'value',
  maxProperties: 'value',
  dependencies: 'map of schemas or names',
};
const UP_TO_6: Readonly<Record<string, Holds>> = {
  ...UP_TO_4,
  const: 'value',
  contains: 'schema',
  propertyNames: 'schema',
};
const CONDITIONS = ['if', 'then', 'else'].map((keyword) => [keyword, 'schema'] as const);
const UP_TO_7: Readonly<Record<string, Holds>> = { ...UP_TO_6, ...Object.fromEntries(CONDITIONS) };
const { dependencies: _dependencies, ...MODERN } = UP_TO_7;
const UP_TO_2019: Readonly<Record<string, Holds>> = {
  ...MODERN,
  minContains: 'value',
  maxContains: 'value',
  dependentRequired: 'value',
  dependentSchemas: 'map',
  unevaluatedItems: 'schema',
  unevaluatedProperties: 'schema',
};
const { additionalItems: _additionalItems, ...WITHOUT_ADDITIONAL_ITEMS } = UP_TO_2019;

/** The keywords that say which values are valid, of each draft: what a validator is made of. All others are notes. */
export const KEYWORDS: Readonly<Record<Draft, Readonly<Record<string, Holds>>>> = {
  '4': UP_TO_4,
  '6': UP_TO_6,
  '7': UP_TO_7,
  '2019-09': UP_TO_2019,
  '2020-12': { ...WITHOUT_ADDITIONAL_ITEMS, items: 'schema', prefixItems: 'list' },
};

/**
 * The document with what is under `definitions` found under `$defs` too, as Confluent's registry has it: both names lead
 * to a definition, whatever its draft.
 */
export function bridgeDefinitions(document: Json): Json {
  if (!isObject(document)) return document;
  const definitions = document.get('definitions');
  const defs = document.get('$defs') ?? NO_KEYS;
  if (!isObject(definitions) || definitions.size === 0 || !isObject(defs)) return document;
  return new Map([...document, ['$defs', new Map([...definitions, ...defs])]]);
}

const NO_KEYS: JsonObject = new Map();
