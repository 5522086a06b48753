import { isModern } from '../drafts.ts';
import { descend, refuseAt } from './documents.ts';
import type { Place } from './documents.ts';
import { isList, isNumber, isObject, kindOf } from '../text/json.ts';
import type { Json, JsonNumber, JsonObject } from '../text/json.ts';

/** Readers of keywords' values: undefined where the keyword is absent, an error where it is of another kind. */
export interface KeywordReader {
  readonly place: Place;
  readonly json: JsonObject;
  has(keyword: string): boolean;
  string(keyword: string): string | undefined;
  boolean(keyword: string): boolean | undefined;
  number(keyword: string): JsonNumber | undefined;
  /** A whole number that Java keeps in 32 bits. */
  count(keyword: string): number | undefined;
  list(keyword: string): readonly Json[] | undefined;
  object(keyword: string): JsonObject | undefined;
  strings(keyword: string): readonly string[] | undefined;
  /** The places of the schemas that a keyword holds, in the order of the text. */
  places(keyword: string): readonly Place[];
  at(...steps: readonly (string | number)[]): Place;
}

export function createKeywordReader(place: Place, json: JsonObject): KeywordReader {
  function read<Value>(keyword: string, expected: string, convert: (value: Json) => Value | undefined) {
    const value = json.get(keyword);
    if (value === undefined) return undefined;
    const converted = convert(value);
    if (converted !== undefined) return converted;
    throw refuseAt(descend(place, keyword), 'shape', `${keyword} is to be ${expected}, found ${describe(value)}`);
  }

  const reader: KeywordReader = {
    place,
    json,
    has: (keyword) => json.has(keyword),
    string: (keyword) => read(keyword, 'a string', (value) => (typeof value === 'string' ? value : undefined)),
    boolean: (keyword) => read(keyword, 'true or false', (value) => (typeof value === 'boolean' ? value : undefined)),
    number: (keyword) => read(keyword, 'a number', (value) => (isNumber(value) ? value : undefined)),
    count: (keyword) => read(keyword, 'a whole number of 32 bits', isModern(place.document.draft) ? truncate : toCount),
    list: (keyword) => read(keyword, 'an array', (value) => (isList(value) ? value : undefined)),
    object: (keyword) => read(keyword, 'an object', (value) => (isObject(value) ? value : undefined)),
    strings: (keyword) => {
      const items = reader.list(keyword);
      return items?.map((item, index) => {
        if (typeof item === 'string') return item;
        throw refuseAt(descend(place, keyword, index), 'shape', `expected a string, found ${describe(item)}`);
      });
    },
    places: (keyword) => {
      const value = json.get(keyword);
      const keys = isObject(value) ? [...value.keys()] : isList(value) ? [...value.keys()] : [];
      const holder = descend(place, keyword);
      return keys.map((key) => descend(holder, key));
    },
    at: (...steps) => descend(place, ...steps),
  };
  return reader;
}

function toCount(value: Json): number | undefined {
  if (!isNumber(value) || !/^-?\d+$/.test(value.digits)) return undefined;
  const number = Number(value.digits);
  return Math.abs(number) <= 0x7f_ff_ff_ff ? number : undefined;
}

/** From 2019-09 on `2.0` is a whole number, and Confluent's reader cuts off what stands behind the point. */
function truncate(value: Json): number | undefined {
  if (!isNumber(value)) return undefined;
  const number = Math.trunc(Number(value.digits));
  return Math.abs(number) <= 0x7f_ff_ff_ff ? number : undefined;
}

export function describe(value: Json): string {
  if (typeof value === 'string')
    return `the string ${JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value)}`;
  if (isNumber(value)) return `the number ${value.digits.slice(0, 60)}`;
  return value === null || typeof value === 'boolean' ? String(value) : `an ${kindOf(value)}`;
}
