import { isMovedKey, setNotation } from '../schema/notation.ts';
import { MAX_JSON_DEPTH, setKey } from '../schema/json.ts';
import type { JsonObject, JsonValue } from '../schema/json.ts';
import { IdlFault } from './fault.ts';
import { readFloatLiteral, readIntegerLiteral, readStringLiteral } from './read-literal.ts';
import { expectSign, isSign, takeSign, unexpected } from './syntax.ts';
import type { Tokens } from './tokens.ts';

/** A value, and whether it was written as a fraction, which its holder must note. */
export interface Noted {
  readonly value: JsonValue;
  readonly isDouble: boolean;
}

/** Members in their order; of a key given twice the last value stands, in the place of the first. */
export type Members = Map<string, Noted>;

export function plain(value: JsonValue): Noted {
  return { value, isDouble: false };
}

/** As if read from JSON text: with the notation of numbers and keys that formatting needs. */
export function buildObject(members: Members): JsonObject {
  const object: JsonObject = {};
  for (const [key, { value }] of members) setKey(object, key, value);
  const doubles = [...members].filter(([, noted]) => noted.isDouble).map(([key]) => key);
  const isMoved = [...members.keys()].some(isMovedKey);
  if (isMoved || doubles.length > 0) {
    setNotation(object, {
      doubles: doubles.length > 0 ? new Set(doubles) : undefined,
      keys: isMoved ? new Set(members.keys()) : undefined,
    });
  }
  return object;
}

/** JSON with the literals of Java, as annotations and defaults have it. */
export function readJsonValue(tokens: Tokens, depth = 0): Noted {
  const token = tokens.take();
  switch (token.type) {
    case 'string':
      return plain(readStringLiteral(token));
    case 'integer':
      return plain(readIntegerLiteral(token));
    case 'float': {
      const value = readFloatLiteral(token);
      return { value, isDouble: Number.isSafeInteger(value) };
    }
    case 'word':
      if (token.isName) break;
      if (token.text === 'null') return plain(null);
      if (token.text === 'true' || token.text === 'false') return plain(token.text === 'true');
      break;
    case 'sign':
      if (token.text !== '{' && token.text !== '[') break;
      if (depth >= MAX_JSON_DEPTH) throw new IdlFault(`nested deeper than ${MAX_JSON_DEPTH} levels`, token.at, 'limit');
      return plain(token.text === '{' ? readMembers(tokens, depth) : readItems(tokens, depth));
    case 'end':
  }
  throw unexpected(token, 'a JSON value');
}

function readMembers(tokens: Tokens, depth: number): JsonObject {
  const members: Members = new Map();
  if (!takeSign(tokens, '}')) {
    do {
      const key = tokens.take();
      if (key.type !== 'string') throw unexpected(key, 'a key in double quotes');
      expectSign(tokens, ':');
      members.set(readStringLiteral(key), readJsonValue(tokens, depth + 1));
    } while (takeSign(tokens, ','));
    expectSign(tokens, '}');
  }
  return buildObject(members);
}

function readItems(tokens: Tokens, depth: number): readonly JsonValue[] {
  const items: JsonValue[] = [];
  const doubles = new Set<string>();
  if (isSign(tokens.peek(), ']')) {
    tokens.take();
    return items;
  }
  do {
    const { value, isDouble } = readJsonValue(tokens, depth + 1);
    if (isDouble) doubles.add(String(items.length));
    items.push(value);
  } while (takeSign(tokens, ','));
  expectSign(tokens, ']');
  if (doubles.size > 0) setNotation(items, { doubles, keys: undefined });
  return items;
}
