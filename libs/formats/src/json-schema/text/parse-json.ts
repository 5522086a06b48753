import { SchemaFormatError } from '../../schema-format-error.ts';
import { formatDecimal, MAX_EXPONENT, MAX_NUMBER_LENGTH, parseDecimal } from './decimal.ts';
import type { Json } from './json.ts';

/** Objects and arrays within each other: what Java's JSON reader allows. */
export const MAX_DEPTH = 1000;
/** In UTF-16 code units. */
export const MAX_LENGTH = 10_000_000;
/** Objects, arrays, strings, numbers and so on. */
export const MAX_VALUES = 500_000;

interface Reader {
  readonly text: string;
  at: number;
  values: number;
}

class Stop extends Error {
  readonly kind: 'json' | 'limit';

  constructor(kind: 'json' | 'limit', message: string) {
    super(message);
    this.kind = kind;
  }
}

/**
 * Reads JSON text (RFC 8259). Of a key given twice the last value stands, at the place of the first, as Jackson has it.
 * @throws SchemaFormatError with `line:column` where it is no JSON, or longer or deeper than the bounds above
 */
export function parseJson(text: string, origin = ''): Json {
  if (text.length > MAX_LENGTH) {
    throw refuse('limit', '1:1', `${origin}the schema is longer than ${MAX_LENGTH} characters`);
  }
  const reader: Reader = { text, at: 0, values: 0 };
  try {
    const value = readValue(reader, 0);
    skipSpace(reader);
    if (reader.at < text.length) stop('unexpected text after the value');
    return value;
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    const before = text.slice(0, reader.at);
    const line = before.split('\n').length;
    const place = `${line}:${reader.at - before.lastIndexOf('\n')}`;
    throw refuse(error.kind, place, `${origin}${error.kind === 'json' ? 'no JSON: ' : ''}${error.message}`);
  }
}

function refuse(kind: string, pointer: string, message: string): SchemaFormatError {
  return new SchemaFormatError([{ kind, pointer, message }]);
}

function stop(message: string, kind: 'json' | 'limit' = 'json'): never {
  throw new Stop(kind, message);
}

function readValue(reader: Reader, depth: number): Json {
  if (depth > MAX_DEPTH) stop(`nested deeper than ${MAX_DEPTH} levels`, 'limit');
  if (++reader.values > MAX_VALUES) stop(`it holds more than ${MAX_VALUES} values`, 'limit');
  skipSpace(reader);
  const char = reader.text.charAt(reader.at);
  switch (char) {
    case '{':
      return readObject(reader, depth);
    case '[':
      return readList(reader, depth);
    case '"':
      return readString(reader);
    case 't':
      return readWord(reader, 'true', true);
    case 'f':
      return readWord(reader, 'false', false);
    case 'n':
      return readWord(reader, 'null', null);
    default:
      return readNumber(reader);
  }
}

function readObject(reader: Reader, depth: number): Json {
  const members = new Map<string, Json>();
  reader.at++;
  skipSpace(reader);
  if (take(reader, '}')) return members;
  do {
    skipSpace(reader);
    if (reader.text.charAt(reader.at) !== '"') stop('expected a key in quotes');
    const key = readString(reader);
    skipSpace(reader);
    if (!take(reader, ':')) stop('expected a colon');
    members.set(key, readValue(reader, depth + 1));
    skipSpace(reader);
  } while (take(reader, ','));
  if (!take(reader, '}')) stop('expected a comma or }');
  return members;
}

function readList(reader: Reader, depth: number): Json {
  const items: Json[] = [];
  reader.at++;
  skipSpace(reader);
  if (take(reader, ']')) return items;
  do {
    items.push(readValue(reader, depth + 1));
    skipSpace(reader);
  } while (take(reader, ','));
  if (!take(reader, ']')) stop('expected a comma or ]');
  return items;
}

function readString(reader: Reader): string {
  const { text } = reader;
  const start = reader.at;
  let at = start + 1;
  for (let code = text.charCodeAt(at); code !== QUOTE; code = text.charCodeAt(++at)) {
    if (code === BACKSLASH) at++;
    if (!(at < text.length)) stop('a string that does not end');
  }
  try {
    const value = JSON.parse(text.slice(start, at + 1)) as string;
    reader.at = at + 1;
    return value;
  } catch {
    return stop('a string with a control character or an unknown escape');
  }
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;

function readNumber(reader: Reader): Json {
  NUMBER.lastIndex = reader.at;
  const text = NUMBER.exec(reader.text)?.[0];
  if (text === undefined) {
    stop(reader.at < reader.text.length ? 'expected a value' : 'the text ends where a value is expected');
  }
  reader.at += text.length;
  if (text.length > MAX_NUMBER_LENGTH) stop(`a number of more than ${MAX_NUMBER_LENGTH} characters`, 'limit');
  const exponent = /[eE](.*)$/.exec(text)?.[1];
  if (Math.abs(Number(exponent ?? 0)) > MAX_EXPONENT) stop(`an exponent beyond ${MAX_EXPONENT}`, 'limit');
  return { digits: formatDecimal(parseDecimal(text)) };
}

function readWord(reader: Reader, word: string, value: Json): Json {
  if (!reader.text.startsWith(word, reader.at)) stop('expected a value');
  reader.at += word.length;
  return value;
}

function skipSpace(reader: Reader): void {
  while (' \n\r\t'.includes(reader.text.charAt(reader.at)) && reader.at < reader.text.length) reader.at++;
}

function take(reader: Reader, char: string): boolean {
  if (reader.text.charAt(reader.at) !== char) return false;
  reader.at++;
  return true;
}
