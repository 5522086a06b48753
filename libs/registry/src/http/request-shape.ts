import { registryError } from '../registry-error.ts';

/**
 * What a request may carry, as data: checked here, and later described in OpenAPI from the same tables.
 * Every field may be absent, and unknown ones are ignored, as in Confluent's registry.
 */
export type FieldType = 'string' | 'string-or-null' | 'integer' | 'boolean' | readonly [Shape];
export interface Shape {
  readonly [name: string]: FieldType;
}

/** The value of a {@link Shape}. */
export type ShapeValue<S extends Shape> = { readonly [Name in keyof S]?: FieldValue<S[Name]> };

type FieldValue<Type extends FieldType> = Type extends 'string'
  ? string
  : Type extends 'string-or-null'
    ? string | null
    : Type extends 'integer'
      ? number
      : Type extends 'boolean'
        ? boolean
        : Type extends readonly [infer Item extends Shape]
          ? readonly ShapeValue<Item>[]
          : never;

const MAX_INTEGER = 2 ** 31 - 1;

/** Items of one list in a body. */
const MAX_ITEMS = 1000;

/** Reads a JSON body. Throws BAD_REQUEST, naming the field. */
export function readBody<S extends Shape>(shape: S, json: unknown, path = ''): ShapeValue<S> {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) throw wrongType(path, 'an object');
  const found = new Map<string, unknown>();
  for (const [name, type] of Object.entries(shape)) {
    const value = Object.hasOwn(json, name) ? Reflect.get(json, name) : null;
    if (value === null && type === 'string-or-null' && Object.hasOwn(json, name)) found.set(name, null);
    if (value !== null) found.set(name, readField(type, value, path === '' ? name : `${path}.${name}`));
  }
  return Object.fromEntries(found) as ShapeValue<S>;
}

function readField(type: FieldType, value: unknown, path: string): unknown {
  switch (type) {
    case 'string':
    case 'string-or-null':
      if (typeof value === 'string') return requireCleanText(value, path);
      if (typeof value === 'number' || typeof value === 'boolean') return String(value);
      throw wrongType(path, 'a string');
    case 'integer': {
      const number = typeof value === 'string' ? readInteger(value) : value;
      if (typeof number === 'number' && Number.isInteger(number) && Math.abs(number) <= MAX_INTEGER) return number;
      throw wrongType(path, 'a 32-bit integer');
    }
    case 'boolean':
      if (value === true || value === 'true') return true;
      if (value === false || value === 'false') return false;
      throw wrongType(path, 'a boolean');
    default: {
      if (!Array.isArray(value) || value.length > MAX_ITEMS) throw wrongType(path, `a list of at most ${MAX_ITEMS}`);
      return value.map((item, index) => readBody(type[0], item, `${path}[${index}]`));
    }
  }
}

/** No store takes these characters in a name, and no schema needs them unescaped. Throws BAD_REQUEST. */
export function requireCleanText(text: string, path: string): string {
  if (text.isWellFormed() && !text.includes('\0')) return text;
  throw registryError('BAD_REQUEST', `${path} has a NUL character or half of a surrogate pair`);
}

function wrongType(path: string, expected: string): Error {
  return registryError('BAD_REQUEST', `${path === '' ? 'The body' : path} must be ${expected}`);
}

/** Reads a query string as JAX-RS does: any text but `true` is false, and no integer where one belongs is a 404. */
export function readQuery<S extends Shape>(shape: S, query: Readonly<Record<string, string>>): ShapeValue<S> {
  const found = new Map<string, unknown>();
  for (const [name, type] of Object.entries(shape)) {
    const text = query[name];
    if (text === undefined || (type === 'integer' && text.trim() === '')) continue;
    if (type === 'boolean') found.set(name, text.toLowerCase() === 'true');
    else found.set(name, type === 'integer' ? requireInteger(text) : requireCleanText(text, name));
  }
  return Object.fromEntries(found) as ShapeValue<S>;
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
