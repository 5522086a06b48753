import { MAX_SCHEMA_DEPTH, PRIMITIVE_TYPES } from '../schema/schema.ts';
import type { JsonValue } from '../schema/json.ts';
import { fullName } from '../schema/names.ts';
import { IdlFault } from './fault.ts';
import type { Places } from './places.ts';
import { addAnnotations, addScale, readAnnotations, RESERVED } from './read-annotations.ts';
import type { Annotations } from './read-annotations.ts';
import { buildObject, plain } from './read-json.ts';
import type { Members } from './read-json.ts';
import { readIntegerLiteral } from './read-literal.ts';
import { expectName, expectSign, isKeyword, isSign, takeKeyword, takeSign, unexpected } from './syntax.ts';
import type { Token, Tokens } from './tokens.ts';

/** What the reading of one file shares. */
export interface FileReading {
  readonly tokens: Tokens;
  readonly places: Places;
}

/** A type as JSON; `isOptional` of `T?`, whose union with null depends on the default. */
export interface TypeRead {
  readonly json: JsonValue;
  readonly isOptional: boolean;
}

/** Keywords that stand for a primitive type with a logical type. */
const LOGICAL_KEYWORDS: ReadonlyMap<string, readonly [type: string, logicalType: string]> = new Map([
  ['date', ['int', 'date']],
  ['time_ms', ['int', 'time-millis']],
  ['timestamp_ms', ['long', 'timestamp-millis']],
  ['local_timestamp_ms', ['long', 'local-timestamp-millis']],
  ['uuid', ['string', 'uuid']],
]);

/** Names that no type can have, for they would never be understood as its name. */
export function isTypeKeyword(name: string): boolean {
  return PRIMITIVE_TYPES.has(name) || LOGICAL_KEYWORDS.has(name);
}

/** A type with its annotations: of a field, of a parameter or within another type. */
export function readFullType(file: FileReading, namespace: string, depth = 0): TypeRead {
  return readType(file, namespace, readAnnotations(file.tokens), depth);
}

/** Null first, and last for a field whose default is something else. */
export function toUnion({ json, isOptional }: TypeRead, fieldDefault?: JsonValue): JsonValue {
  if (!isOptional) return json;
  return fieldDefault === undefined || fieldDefault === null ? ['null', json] : [json, 'null'];
}

/** A type after its annotations, if it may have any. */
export function readType(file: FileReading, namespace: string, annotations: Annotations, depth = 0): TypeRead {
  const { tokens } = file;
  const { at } = tokens.peek();
  if (depth >= MAX_SCHEMA_DEPTH) {
    throw new IdlFault(`types within each other over more than ${MAX_SCHEMA_DEPTH} levels`, at, 'limit');
  }
  const next = tokens.peek(1);
  for (const [type, key] of [
    ['array', 'items'],
    ['map', 'values'],
  ] as const) {
    if (!isSign(next, '<') || !takeKeyword(tokens, type)) continue;
    expectSign(tokens, '<');
    const inner = toUnion(readFullType(file, namespace, depth + 1));
    expectSign(tokens, '>');
    return {
      json: annotate(
        file,
        at,
        new Map([
          ['type', plain(type)],
          [key, plain(inner)],
        ]),
        annotations,
      ),
      isOptional: false,
    };
  }
  if (isSign(next, '{') && takeKeyword(tokens, 'union')) {
    // What annotates a union has no place in its schema, so it goes; what may not be set is refused all the same.
    addAnnotations(new Map(), annotations, RESERVED.type);
    return { json: readUnion(file, namespace, at, depth), isOptional: false };
  }
  const json = readSimpleType(file, namespace, annotations);
  return { json, isOptional: takeSign(tokens, '?') };
}

function annotate({ places }: FileReading, at: number, members: Members, annotations: Annotations): JsonValue {
  const json = buildObject(addScale(addAnnotations(members, annotations, RESERVED.type)));
  places.set(json, { at });
  return json;
}

function readUnion(file: FileReading, namespace: string, at: number, depth: number): JsonValue {
  const { tokens, places } = file;
  const branches: JsonValue[] = [];
  expectSign(tokens, '{');
  do branches.push(toUnion(readFullType(file, namespace, depth + 1)));
  while (takeSign(tokens, ','));
  expectSign(tokens, '}');
  places.set(branches, { at });
  return branches;
}

function readSimpleType(file: FileReading, namespace: string, annotations: Annotations): JsonValue {
  const { tokens } = file;
  const word = expectName(tokens, 'a type');
  if (isKeyword(word, 'decimal') && isSign(tokens.peek(), '(')) {
    return annotate(file, word.at, readDecimal(tokens), annotations);
  }
  const logical = word.isName ? undefined : LOGICAL_KEYWORDS.get(word.text);
  if (logical !== undefined) {
    const [type, logicalType] = logical;
    const members: Members = new Map([
      ['type', plain(type)],
      ['logicalType', plain(logicalType)],
    ]);
    return annotate(file, word.at, members, annotations);
  }
  if (!word.isName && PRIMITIVE_TYPES.has(word.text)) {
    return annotate(file, word.at, new Map([['type', plain(word.text)]]), annotations);
  }
  const [annotation] = annotations.values();
  if (annotation !== undefined) {
    throw new IdlFault(
      'a reference to a type may not be annotated; annotate the field name or the type',
      annotation.at,
    );
  }
  return readReference(file, word, namespace);
}

export function readReference(file: FileReading, { text, at }: Token, namespace: string): JsonValue {
  const name = fullName(text, namespace);
  // A type may be called like a kind of types; then only a string names it.
  if (KINDS.has(name)) return name;
  const reference = { type: name };
  file.places.set(reference, { at });
  return reference;
}

const KINDS: ReadonlySet<string> = new Set(['record', 'error', 'enum', 'fixed', 'array', 'map']);

function readDecimal(tokens: Tokens): Members {
  expectSign(tokens, '(');
  const { at } = tokens.peek();
  const precision = readSmallInteger(tokens, 'a precision');
  const scale = takeSign(tokens, ',') ? readSmallInteger(tokens, 'a scale') : 0;
  expectSign(tokens, ')');
  if (precision <= 0 || scale < 0 || scale > precision) {
    throw new IdlFault('a decimal has a precision of at least 1 and a scale from 0 to the precision', at);
  }
  return new Map(
    Object.entries({ type: 'bytes', logicalType: 'decimal', precision, scale }).map(([key, value]) => [
      key,
      plain(value),
    ]),
  );
}

/** One that fits into 32 bits. */
export function readSmallInteger(tokens: Tokens, what: string): number {
  const token = tokens.take();
  if (token.type !== 'integer') throw unexpected(token, what);
  const value = readIntegerLiteral(token);
  if (typeof value === 'number' && (value | 0) === value && !/[lL]$/.test(token.text)) return value;
  throw new IdlFault(`${what} is a whole number of 32 bits`, token.at);
}
