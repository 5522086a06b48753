import type { JsonValue } from '@sluice/avro';
import { propertyKey, quote } from '../../names.ts';
import { group, ifBreak, indent, join, line, render, softline } from './doc.ts';
import type { Doc } from './doc.ts';

/** A type, as text that breaks as our formatter breaks it. */
export interface TypeText {
  /** More than one member of a union. */
  readonly members: readonly [Doc, ...Doc[]];
  /** The primitive or global type that takes in all its values, where there is one: of a literal, its type. */
  readonly kind: string | undefined;
  /** Needs parentheses within other types, as a union does. */
  readonly isIntersection?: boolean;
}

/** A name or a literal; `kind` is itself when absent. */
export function simpleType(text: string, kind = text): TypeText {
  return { members: [text], kind };
}

/** The type where it stands by itself, as behind `:` or `=`. */
export function typeDoc({ members }: TypeText): Doc {
  const [first] = members;
  return members.length === 1 ? first : group(indent(listMembers(members, line)));
}

export function arrayOf(type: TypeText): TypeText {
  return { members: [[enclosed(type), '[]']], kind: undefined };
}

/** An item of a tuple that may be missing. */
export function optionalItem(type: TypeText): Doc {
  return [enclosed(type), '?'];
}

/** In parentheses if need be. */
function enclosed({ members, isIntersection = false }: TypeText): Doc {
  const [first] = members;
  if (members.length > 1) return ['(', group(indent(listMembers(members, softline)), softline), ')'];
  return isIntersection ? ['(', first, ')'] : first;
}

export function recordOf({ members }: TypeText): TypeText {
  const [first] = members;
  const values = members.length === 1 ? first : group(listMembers(members, ''));
  return { members: [group('Record<', indent(softline, 'string,', line, values), softline, '>')], kind: undefined };
}

export function tupleOf(items: readonly Doc[]): TypeText {
  if (items.length === 0) return { members: ['[]'], kind: undefined };
  const list = join([',', line], items);
  return { members: [group('[', indent(softline, list), ifBreak(','), softline, ']')], kind: undefined };
}

/** `{ key: type }`, what a tagged value looks like. */
export function tagOf(key: string, type: TypeText): TypeText {
  const property: Doc = [propertyKey(key), ': ', typeDoc(type)];
  return { members: [group('{', indent(line, property), ifBreak(';'), line, '}')], kind: undefined };
}

/** Objects of any keys. An alias may name itself within, which `Record` would forbid. */
export function dictionaryOf(type: TypeText): TypeText {
  const values = typeDoc(type);
  if (isKeyword(type)) return recordOf(type);
  return { members: [group('{', indent(line, '[key: string]: ', values), ifBreak(';'), line, '}')], kind: undefined };
}

function isKeyword({ members, kind }: TypeText): boolean {
  return members.length === 1 && members[0] === kind;
}

/** A JSON value as a type: itself, where it is no array or object. */
export function literalOf(value: JsonValue): TypeText {
  switch (typeof value) {
    case 'string':
      return simpleType(quote(value), 'string');
    case 'number':
    case 'boolean':
      return simpleType(String(value).replace('e+', 'e'), typeof value);
    case 'bigint':
      return simpleType('number');
    default:
      return value === null ? simpleType('null') : simpleType('unknown');
  }
}

/** What all of them say; `unknown` where there are none. */
export function intersectionOf(types: readonly TypeText[]): TypeText {
  const never = types.find(({ kind }) => kind === 'never');
  if (never !== undefined) return never;
  // A type says nothing beside a literal of it.
  const literals = new Set(types.flatMap((type) => (isKeyword(type) ? [] : [type.kind])));
  const telling = types.filter((type) => !isKeyword(type) || !literals.has(type.kind));
  const [only, ...others] = telling;
  if (only === undefined) return simpleType('unknown');
  if (others.length === 0) return only;
  const parts = telling.map((type) => (type.isIntersection === true ? type.members[0] : enclosed(type)));
  const seen = new Set<string>();
  const distinct = parts.filter((part) => !seen.has(render(part)) && seen.add(render(part)));
  return {
    members: [group(indent(join([' &', line], distinct)))],
    kind: undefined,
    isIntersection: distinct.length > 1,
  };
}

/** A union of the members of all; what others say already is left out. None at all is `never`. */
export function unionOf(types: readonly TypeText[]): TypeText {
  if (types.some(({ kind }) => kind === 'unknown')) return simpleType('unknown');
  const kinds = new Set(types.flatMap(({ members, kind }) => (kind === members[0] ? [kind] : [])));
  const seen = new Set<string>();
  const members = types.flatMap((type) => {
    // A literal says nothing beside its type.
    if (type.kind === 'never') return [];
    if (type.kind !== undefined && kinds.has(type.kind) && type.members[0] !== type.kind) return [];
    const parts = type.isIntersection === true && types.length > 1 ? [enclosed(type)] : type.members;
    return parts.filter((member) => {
      const text = render(member);
      if (seen.has(text)) return false;
      seen.add(text);
      return true;
    });
  });
  // People look for null at the end.
  const [first, ...rest] = members.toSorted((a, b) => Number(a === 'null') - Number(b === 'null'));
  if (first === undefined) return simpleType('never');
  return {
    members: [first, ...rest],
    isIntersection: rest.length === 0 && types.length === 1 && types[0]?.isIntersection === true,
    kind: rest.length === 0 ? types.find(({ members }) => members[0] === first)?.kind : undefined,
  };
}

/** On one line, or each member on its own behind a bar. */
function listMembers(members: readonly Doc[], start: Doc): Doc {
  return [ifBreak([start, '| ']), join([line, '| '], members)];
}
