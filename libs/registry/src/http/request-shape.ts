import { registryError } from '../registry-error.ts';

/**
 * What requests and answers may carry, as data: requests are checked here, and OpenAPI describes both from the same tables.
 * Every field may be absent, and unknown ones are ignored, as in Confluent's registry.
 */
export type FieldType =
  | 'string'
  | 'integer'
  | 'boolean'
  /** A list of texts; in a query, a parameter given several times. */
  | 'strings'
  | { readonly oneOf: readonly string[] }
  | { readonly object: Shape }
  | { readonly list: Shape }
  | { readonly map: 'string' | 'strings' }
  /** `null` is told apart from what is absent. */
  | { readonly nullable: FieldType }
  /** Never absent from an answer. */
  | { readonly always: FieldType };

export interface Shape {
  readonly [name: string]: FieldType;
}

/** The value of a {@link Shape}. */
export type ShapeValue<S extends Shape> = { readonly [Name in keyof S]?: FieldValue<S[Name]> };

/** The same, its types forgotten. */
export type RawValues = Readonly<Record<string, unknown>>;

type FieldValue<Type extends FieldType> = Type extends 'string'
  ? string
  : Type extends 'integer'
    ? number
    : Type extends 'boolean'
      ? boolean
      : Type extends 'strings'
        ? readonly string[]
        : Type extends { readonly oneOf: readonly (infer Value)[] }
          ? Value
          : Type extends { readonly object: infer Fields extends Shape }
            ? ShapeValue<Fields>
            : Type extends { readonly list: infer Item extends Shape }
              ? readonly ShapeValue<Item>[]
              : Type extends { readonly map: 'string' }
                ? Readonly<Record<string, string>>
                : Type extends { readonly map: 'strings' }
                  ? Readonly<Record<string, readonly string[]>>
                  : Type extends { readonly nullable: infer Value extends FieldType }
                    ? FieldValue<Value> | null
                    : Type extends { readonly always: infer Value extends FieldType }
                      ? FieldValue<Value>
                      : never;

/** Of integers in requests. */
export const MAX_INTEGER = 2 ** 31 - 1;

/** Items of one list or map in a body. */
export const MAX_ITEMS = 1000;

/** Reads a JSON body. Throws BAD_REQUEST, naming the field. */
export function readBody(shape: Shape, json: unknown, path = ''): RawValues {
  const object = requireObject(json, path);
  const found = new Map<string, unknown>();
  for (const [name, type] of Object.entries(shape)) {
    if (!Object.hasOwn(object, name)) continue;
    const value = Reflect.get(object, name);
    if (value !== null) found.set(name, readField(type, value, path === '' ? name : `${path}.${name}`));
    else if (typeof type === 'object' && 'nullable' in type) found.set(name, null);
  }
  return Object.fromEntries(found);
}

function readField(type: FieldType, value: unknown, path: string): unknown {
  switch (type) {
    case 'string':
      return readText(value, path);
    case 'integer': {
      const number = typeof value === 'string' ? readInteger(value) : value;
      if (typeof number === 'number' && Number.isInteger(number) && Math.abs(number) <= MAX_INTEGER) return number;
      throw wrongType(path, 'a 32-bit integer');
    }
    case 'boolean':
      if (value === true || value === 'true') return true;
      if (value === false || value === 'false') return false;
      throw wrongType(path, 'a boolean');
    case 'strings':
      return requireList(value, path).map((item, index) => readText(item, `${path}[${index}]`));
  }
  if ('nullable' in type) return readField(type.nullable, value, path);
  if ('always' in type) return readField(type.always, value, path);
  if ('object' in type) return readBody(type.object, value, path);
  if ('list' in type) {
    return requireList(value, path).map((item, index) => readBody(type.list, item, `${path}[${index}]`));
  }
  if ('map' in type) return readMap(type.map, value, path);
  if (typeof value === 'string' && type.oneOf.includes(value)) return value;
  throw wrongType(path, `one of ${type.oneOf.join(', ')}`);
}

function readText(value: unknown, path: string): string {
  if (typeof value === 'string') return requireCleanText(value, path);
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  throw wrongType(path, 'a string');
}

function readMap(type: 'string' | 'strings', value: unknown, path: string): Record<string, unknown> {
  const entries = Object.entries(requireObject(value, path));
  if (entries.length > MAX_ITEMS) throw wrongType(path, `an object of at most ${MAX_ITEMS} members`);
  const read = entries.map(([key, item]) => {
    const name = requireCleanText(key, path);
    return [name, readField(type, item, `${path}.${name}`)] as const;
  });
  return Object.fromEntries(read);
}

function requireObject(value: unknown, path: string): object {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw wrongType(path, 'an object');
}

function requireList(value: unknown, path: string): readonly unknown[] {
  if (Array.isArray(value) && value.length <= MAX_ITEMS) return value;
  throw wrongType(path, `a list of at most ${MAX_ITEMS}`);
}

/** No store takes these characters in a name, and no schema needs them unescaped. Throws BAD_REQUEST. */
export function requireCleanText(text: string, path: string): string {
  if (text.isWellFormed() && !text.includes('\0')) return text;
  throw registryError('BAD_REQUEST', `${path} has a NUL character or half of a surrogate pair`);
}

function wrongType(path: string, expected: string): Error {
  return registryError('BAD_REQUEST', `${path === '' ? 'The body' : path} must be ${expected}`);
}

/** A query string: parameters by name, each as often as it was given. */
export type QueryTexts = Readonly<Record<string, readonly string[]>>;

/** Reads a query string as JAX-RS does: any text but `true` is false, and no integer where one belongs is a 404. */
export function readQuery(shape: Shape, query: QueryTexts): RawValues {
  const found = new Map<string, unknown>();
  for (const [name, type] of Object.entries(shape)) {
    const texts = query[name] ?? [];
    const [text] = texts;
    if (text === undefined || (type === 'integer' && text.trim() === '')) continue;
    if (type === 'boolean') found.set(name, text.toLowerCase() === 'true');
    else if (type === 'integer') found.set(name, requireInteger(text));
    else if (type === 'strings')
      found.set(
        name,
        texts.map((each) => requireCleanText(each, name)),
      );
    else if (typeof type === 'object' && 'oneOf' in type && !type.oneOf.includes(text))
      throw registryError('NOT_FOUND');
    else found.set(name, requireCleanText(text, name));
  }
  return Object.fromEntries(found);
}

/** Reads an integer of a path or query. Throws NOT_FOUND. */
export function requireInteger(text: string): number {
  const number = readInteger(text);
  if (number === undefined) throw registryError('NOT_FOUND');
  return number;
}

function readInteger(text: string): number | undefined {
  if (!/^[+-]?\d{1,10}$/.test(text)) return undefined;
  const number = Number(text);
  return Math.abs(number) <= MAX_INTEGER ? number : undefined;
}
