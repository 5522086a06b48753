/**
 * A JSON text as its schema's canonical form needs it: keys in the order of the text, numbers as they were written.
 * (JavaScript's own objects move keys that are numbers, and its numbers lose digits.)
 */
export type Json = null | boolean | string | JsonNumber | readonly Json[] | JsonObject;

/** A number as Java's BigDecimal writes it, which is what Confluent's registry keeps. */
export interface JsonNumber {
  readonly digits: string;
}

export type JsonObject = ReadonlyMap<string, Json>;

export function isObject(json: Json | undefined): json is JsonObject {
  return json instanceof Map;
}

export function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

export function isNumber(json: Json | undefined): json is JsonNumber {
  return typeof json === 'object' && json !== null && !isObject(json) && !isList(json);
}

/** What a message calls it. */
export function kindOf(json: Json): string {
  if (json === null) return 'null';
  if (isList(json)) return 'array';
  if (isObject(json)) return 'object';
  return isNumber(json) ? 'number' : typeof json;
}

/** Compact JSON text; two values that are the same have one text when their keys are in one order. */
export function writeJson(json: Json): string {
  if (json === null || typeof json === 'boolean') return String(json);
  if (typeof json === 'string') return writeString(json);
  if (isList(json)) return `[${json.map(writeJson).join(',')}]`;
  if (isObject(json)) {
    const members: string[] = [];
    for (const [key, value] of json) members.push(`${writeString(key)}:${writeJson(value)}`);
    return `{${members.join(',')}}`;
  }
  return json.digits;
}

/** The same with the keys of every object in the order of their UTF-16 units, as Java's TreeMap has them. */
export function sortJson(json: Json): Json {
  if (isList(json)) return json.map(sortJson);
  if (!isObject(json)) return json;
  const keys = [...json.keys()].sort((a, b) => (a < b ? -1 : 1));
  return new Map(keys.map((key) => [key, sortJson(json.get(key) ?? null)]));
}

/** As plain JavaScript; numbers are the nearest double. */
export function toPlain(json: Json): unknown {
  if (isList(json)) return json.map(toPlain);
  if (isObject(json)) {
    const plain: Record<string, unknown> = {};
    for (const [key, value] of json) setOwn(plain, key, toPlain(value));
    return plain;
  }
  return isNumber(json) ? Number(json.digits) : json;
}

/** Sets a key as data even where it is `__proto__`. */
export function setOwn(target: Record<string, unknown>, key: string, value: unknown): void {
  Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
}

/** From plain JavaScript, such as a meta-schema that a library holds. */
export function fromPlain(plain: unknown): Json {
  if (plain === null || typeof plain === 'boolean' || typeof plain === 'string') return plain;
  if (typeof plain === 'number') return { digits: String(plain) };
  if (Array.isArray(plain)) return plain.map(fromPlain);
  return new Map(Object.entries(plain as object).map(([key, value]) => [key, fromPlain(value)]));
}

// What Jackson escapes: quote, backslash and the controls below U+0020.
// oxlint-disable-next-line no-control-regex
const ESCAPED = /["\\\u0000-\u001f]/g;
const SHORT_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\t': '\\t',
  '\n': '\\n',
  '\f': '\\f',
  '\r': '\\r',
};

function writeString(text: string): string {
  const escaped = text.replaceAll(
    ESCAPED,
    (char) => SHORT_ESCAPES[char] ?? `\\u${char.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}`,
  );
  return `"${escaped}"`;
}
