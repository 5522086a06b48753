import { isJsonObject } from '../schema/json.ts';
import type { JsonValue } from '../schema/json.ts';
import { writeJson } from '../schema/write-json.ts';
import { IdlFault } from './fault.ts';
import { plain, readJsonValue } from './read-json.ts';
import type { Members, Noted } from './read-json.ts';
import { expectName, expectSign, takeSign } from './syntax.ts';
import type { Tokens } from './tokens.ts';

/** `@name(value)`, by name; of one given twice the last stands. */
export type Annotations = Map<string, Annotation>;

interface Annotation extends Noted {
  readonly at: number;
}

export function readAnnotations(tokens: Tokens): Annotations {
  const annotations: Annotations = new Map();
  while (takeSign(tokens, '@')) {
    const { text, at } = expectName(tokens, 'the name of an annotation');
    expectSign(tokens, '(');
    const noted = readJsonValue(tokens);
    expectSign(tokens, ')');
    annotations.set(text, { ...noted, at });
  }
  return annotations;
}

/** Of protocols, types, fields and messages: what annotations may not set, for IDL has words for it, as in Java. */
export const RESERVED = {
  protocol: new Set(['protocol', 'doc', 'messages', 'types', 'errors', 'namespace']),
  message: new Set(['doc', 'response', 'request', 'errors', 'one-way']),
  type: new Set(['doc', 'fields', 'items', 'name', 'namespace', 'size', 'symbols', 'values', 'type', 'aliases']),
  field: new Set(['default', 'doc', 'name', 'order', 'type', 'aliases']),
} as const satisfies Readonly<Record<string, ReadonlySet<string>>>;

/** Adds annotations to what a declaration is made into; `own` ones it has understood already. */
export function addAnnotations(
  members: Members,
  annotations: Annotations,
  reserved: ReadonlySet<string>,
  own: readonly string[] = [],
): Members {
  for (const [name, annotation] of annotations) {
    if (own.includes(name)) continue;
    if (reserved.has(name)) throw new IdlFault(`@${name} cannot be set by an annotation here`, annotation.at);
    const before = members.get(name);
    if (before === undefined) members.set(name, annotation);
    else if (writeJson(before.value) !== writeJson(annotation.value)) {
      throw new IdlFault(`@${name} is ${writeJson(before.value)} already`, annotation.at);
    }
  }
  return members;
}

/** Java writes the scale of every decimal it understands. */
export function addScale(members: Members): Members {
  const valueOf = (key: string): JsonValue | undefined => members.get(key)?.value;
  const precision = valueOf('precision');
  if (valueOf('logicalType') !== 'decimal' || members.has('scale') || typeof precision !== 'number') return members;
  const size = valueOf('size');
  const most = typeof size === 'number' ? Math.floor(Math.log10(2) * (8 * size - 1)) : Number.MAX_SAFE_INTEGER;
  if (precision > 0 && precision <= most) members.set('scale', plain(0));
  return members;
}

export function textOf(annotations: Annotations, name: string): string | undefined {
  const annotation = annotations.get(name);
  if (annotation === undefined) return undefined;
  if (typeof annotation.value === 'string') return annotation.value;
  throw new IdlFault(`@${name}(...) must contain a string`, annotation.at);
}

export function aliasesOf(annotations: Annotations): Noted | undefined {
  const annotation = annotations.get('aliases');
  if (annotation === undefined) return undefined;
  const { value, at } = annotation;
  if (Array.isArray(value) && value.every((item: JsonValue) => typeof item === 'string')) return annotation;
  throw new IdlFault(
    `@aliases(...) must contain an array of strings, found ${isJsonObject(value) ? 'an object' : 'something else'}`,
    at,
  );
}
