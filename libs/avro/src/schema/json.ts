import { isMovedKey, setNotation } from './notation.ts';

/** JSON as schemas need it: integers too big for a double are bigint, so that no digit of a default is lost. */
export type JsonValue = null | boolean | number | bigint | string | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Objects and arrays within each other: what Java's JSON reader allows. */
export const MAX_JSON_DEPTH = 1000;
/** In UTF-16 code units. */
export const MAX_JSON_LENGTH = 10_000_000;

/** Why a text is not JSON, and where. */
export interface JsonFault {
  readonly kind: 'json' | 'limit';
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export interface JsonReading {
  /** For data, not schemas: comments and keys given twice are refused. */
  readonly isStrict?: boolean;
  /** For files that Java reads to the end of the value only: a comment may stand behind it. */
  readonly takesLastComment?: boolean;
}

/**
 * Reads JSON text (RFC 8259), and comments as Java's schema parser does: before the value and within it, not behind it. Of a key given twice the last one stands.
 * Depth and length are bounded, so hostile text cannot exhaust the stack.
 */
export function readJson(
  text: string,
  reading: JsonReading = {},
): { readonly value: JsonValue } | { readonly fault: JsonFault } {
  if (text.length > MAX_JSON_LENGTH) {
    return { fault: { kind: 'limit', line: 1, column: 1, message: `longer than ${MAX_JSON_LENGTH} characters` } };
  }
  const reader: Reader = { text, at: 0, isDouble: false, isStrict: reading.isStrict === true };
  try {
    const value = readValue(reader, 0);
    if (reading.takesLastComment === true) skipBlank(reader);
    else skipAll(reader, SPACE);
    if (reader.at < text.length) stop(reader, 'unexpected text after the value');
    return { value };
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const before = text.slice(0, error.at);
    const line = before.split('\n').length;
    return { fault: { kind: error.kind, line, column: error.at - before.lastIndexOf('\n'), message: error.message } };
  }
}

/** Sets a key as data even where it is `__proto__`. */
export function setKey(target: object, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, writable: true, enumerable: true, configurable: true });
  } else (target as Record<string, unknown>)[key] = value;
}

export function ownKey(object: JsonObject, key: string): JsonValue | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}

export function isJsonObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

interface Reader {
  readonly text: string;
  readonly isStrict: boolean;
  at: number;
  /** Whether the last value is a whole number that was written as a fraction. */
  isDouble: boolean;
}

class Stop extends Error {
  readonly at: number;
  readonly kind: 'json' | 'limit';
  constructor(message: string, at: number, kind: 'json' | 'limit') {
    super(message);
    this.at = at;
    this.kind = kind;
  }
}

function stop(reader: Reader, message: string, kind: 'json' | 'limit' = 'json'): never {
  throw new Stop(message, reader.at, kind);
}

const BLANK = /(?:[ \t\r\n]+|\/\/[^\n]*|\/\*[^]*?\*\/)*/y;
const SPACE = /[ \t\r\n]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const SLASH = 0x2f;
/** Without escapes, and without control characters, which must be escaped. */
const PLAIN_TEXT = /"[ !#-[\]-\uffff]*"/y;
const WORDS = { true: true, false: false, null: null } as const;

function skipBlank(reader: Reader): void {
  // Most of what stands between values is nothing at all.
  const next = reader.text.charCodeAt(reader.at);
  if (next > 0x20 && next !== SLASH) return;
  skipAll(reader, reader.isStrict ? SPACE : BLANK);
}

function skipAll(reader: Reader, blank: RegExp): void {
  blank.lastIndex = reader.at;
  blank.exec(reader.text);
  reader.at = blank.lastIndex;
}

function readValue(reader: Reader, depth: number): JsonValue {
  skipBlank(reader);
  switch (reader.text[reader.at]) {
    case '{':
      return readObject(reader, depth);
    case '[':
      return readArray(reader, depth);
    case '"':
      return readText(reader);
    default:
      return readWord(reader);
  }
}

function checkDepth(reader: Reader, depth: number): void {
  if (depth >= MAX_JSON_DEPTH) stop(reader, `nested deeper than ${MAX_JSON_DEPTH} levels`, 'limit');
}

function readObject(reader: Reader, depth: number): JsonObject {
  checkDepth(reader, depth);
  const object: Record<string, JsonValue> = {};
  let keys: Set<string> | undefined;
  let doubles: Set<string> | undefined;
  reader.at++;
  skipBlank(reader);
  if (reader.text[reader.at] === '}') {
    reader.at++;
    return object;
  }
  for (;;) {
    skipBlank(reader);
    if (reader.text[reader.at] !== '"') stop(reader, 'expected a key in double quotes');
    const key = readText(reader);
    if (reader.isStrict && Object.hasOwn(object, key))
      stop(reader, `the key ${JSON.stringify(key)} for the second time`);
    skipBlank(reader);
    if (reader.text[reader.at] !== ':') stop(reader, `expected ':' after the key ${JSON.stringify(key)}`);
    reader.at++;
    if (keys === undefined && isMovedKey(key)) keys = new Set(Object.keys(object));
    keys?.add(key);
    setKey(object, key, readValue(reader, depth + 1));
    if (takeDouble(reader)) (doubles ??= new Set()).add(key);
    else doubles?.delete(key);
    if (!endsAfterItem(reader, '}')) continue;
    if (doubles !== undefined || keys !== undefined) setNotation(object, { doubles, keys });
    return object;
  }
}

function readArray(reader: Reader, depth: number): JsonValue[] {
  checkDepth(reader, depth);
  const items: JsonValue[] = [];
  let doubles: Set<string> | undefined;
  reader.at++;
  skipBlank(reader);
  if (reader.text[reader.at] === ']') {
    reader.at++;
    return items;
  }
  for (;;) {
    items.push(readValue(reader, depth + 1));
    if (takeDouble(reader)) (doubles ??= new Set()).add(String(items.length - 1));
    if (!endsAfterItem(reader, ']')) continue;
    if (doubles !== undefined) setNotation(items, { doubles, keys: undefined });
    return items;
  }
}

function takeDouble(reader: Reader): boolean {
  const { isDouble: wasDouble } = reader;
  reader.isDouble = false;
  return wasDouble;
}

function endsAfterItem(reader: Reader, close: '}' | ']'): boolean {
  skipBlank(reader);
  const next = reader.text[reader.at];
  if (next !== ',' && next !== close) stop(reader, `expected ',' or '${close}'`);
  reader.at++;
  return next === close;
}

function readText(reader: Reader): string {
  const { text, at } = reader;
  PLAIN_TEXT.lastIndex = at;
  if (PLAIN_TEXT.test(text)) return text.slice(at + 1, (reader.at = PLAIN_TEXT.lastIndex) - 1);
  let end = text.indexOf('"', at + 1);
  while (end > 0 && isEscaped(text, end)) end = text.indexOf('"', end + 1);
  if (end < 0) return stop(reader, 'a string that does not end');
  try {
    const value: unknown = JSON.parse(text.slice(at, end + 1));
    reader.at = end + 1;
    return String(value);
  } catch {
    return stop(reader, 'a string with a bad escape or a raw control character');
  }
}

function isEscaped(text: string, at: number): boolean {
  let before = at;
  while (text[before - 1] === '\\') before--;
  return (at - before) % 2 === 1;
}

function readWord(reader: Reader): JsonValue {
  for (const [word, value] of Object.entries(WORDS)) {
    if (reader.text.startsWith(word, reader.at)) {
      reader.at += word.length;
      return value;
    }
  }
  NUMBER.lastIndex = reader.at;
  const match = NUMBER.exec(reader.text);
  if (match === null) return stop(reader, reader.at < reader.text.length ? 'expected a JSON value' : 'unexpected end');
  reader.at = NUMBER.lastIndex;
  const [digits, fraction, exponent] = match;
  const number = Number(digits);
  if (!Number.isFinite(number)) stop(reader, 'a number out of range');
  const isFraction = fraction !== undefined || exponent !== undefined;
  reader.isDouble = isFraction && Number.isSafeInteger(number);
  return isFraction || Number.isSafeInteger(number) ? number : BigInt(digits);
}
