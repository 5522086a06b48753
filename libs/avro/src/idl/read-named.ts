import type { JsonValue } from '../schema/json.ts';
import { IdlFault } from './fault.ts';
import { addAnnotations, addScale, aliasesOf, readAnnotations, RESERVED, textOf } from './read-annotations.ts';
import type { Annotations } from './read-annotations.ts';
import { buildObject, plain, readJsonValue } from './read-json.ts';
import type { Members } from './read-json.ts';
import { isTypeKeyword, readFullType, readSmallInteger, toUnion } from './read-type.ts';
import type { FileReading, TypeRead } from './read-type.ts';
import { expectName, expectSign, isKeyword, isSign, takeSign } from './syntax.ts';
import type { Token, Tokens } from './tokens.ts';

/** Whether a named type follows: its keywords may be names of types, too, which messages return. */
export function startsDeclaration(tokens: Tokens): boolean {
  const word = tokens.peek();
  if (isKeyword(word, 'record') || isKeyword(word, 'error') || isKeyword(word, 'enum')) {
    return !isSign(tokens.peek(2), '(');
  }
  return isKeyword(word, 'fixed') && !(isSign(tokens.peek(2), '(') && tokens.peek(3).type !== 'integer');
}

/** A named type after its documentation and annotations. */
export function readDeclaration(
  file: FileReading,
  namespace: string,
  doc: string | undefined,
  annotations: Annotations,
): JsonValue {
  const { tokens, places } = file;
  const { text: type } = tokens.take();
  const word = expectName(tokens, 'a name');
  const split = splitName(word, textOf(annotations, 'namespace') ?? namespace);
  const members: Members = new Map([
    ['type', plain(type)],
    ['name', plain(split.name)],
    ['namespace', plain(split.namespace)],
  ]);
  if (doc !== undefined) members.set('doc', plain(doc));
  const aliases = aliasesOf(annotations);
  if (aliases !== undefined) members.set('aliases', aliases);
  if (type === 'enum') readEnum(file, members);
  else if (type === 'fixed') readFixed(file, members);
  else readRecord(file, members, split.namespace);
  const reserved = type === 'enum' ? ENUM_RESERVED : RESERVED.type;
  addAnnotations(members, annotations, reserved, ['namespace', 'aliases']);
  const json = buildObject(type === 'fixed' ? addScale(members) : members);
  places.set(json, { at: word.at });
  return json;
}

const ENUM_RESERVED: ReadonlySet<string> = new Set([...RESERVED.type, 'default']);

/** A name with dots brings its own namespace. */
export function splitName(
  { text, at }: Token,
  namespace: string,
): { readonly name: string; readonly namespace: string } {
  const dot = text.lastIndexOf('.');
  const name = text.slice(dot + 1);
  if (isTypeKeyword(name)) throw new IdlFault(`${name} is the name of a type already`, at, 'name');
  return { name, namespace: dot < 0 ? namespace : text.slice(0, dot) };
}

function readEnum({ tokens, places }: FileReading, members: Members): void {
  const symbols: string[] = [];
  const positions = new Map<string, number>();
  const { at: start } = tokens.peek();
  expectSign(tokens, '{');
  if (!takeSign(tokens, '}')) {
    do {
      // Neither documentation nor annotations of symbols have a place in a schema.
      readAnnotations(tokens);
      const { text, at } = expectName(tokens, 'a symbol');
      positions.set(String(symbols.length), at);
      symbols.push(text);
    } while (takeSign(tokens, ','));
    expectSign(tokens, '}');
  }
  places.set(symbols, { at: start, members: positions });
  members.set('symbols', plain(symbols));
  if (!takeSign(tokens, '=')) return;
  members.set('default', plain(expectName(tokens, 'a symbol').text));
  expectSign(tokens, ';');
}

function readFixed({ tokens }: FileReading, members: Members): void {
  expectSign(tokens, '(');
  members.set('size', plain(readSmallInteger(tokens, 'a size in bytes')));
  expectSign(tokens, ')');
  expectSign(tokens, ';');
}

function readRecord(file: FileReading, members: Members, namespace: string): void {
  const { tokens } = file;
  const fields: JsonValue[] = [];
  expectSign(tokens, '{');
  while (!takeSign(tokens, '}')) {
    const doc = tokens.takeDoc();
    const type = readFullType(file, namespace);
    do fields.push(readVariable(file, type, doc));
    while (takeSign(tokens, ','));
    expectSign(tokens, ';');
  }
  members.set('fields', plain(fields));
}

/** A name of a field or of a parameter after its type, and whether it has a default. */
export function readVariable(file: FileReading, type: TypeRead, sharedDoc: string | undefined): JsonValue {
  const { tokens, places } = file;
  const doc = tokens.takeDoc() ?? sharedDoc;
  const annotations = readAnnotations(tokens);
  const { text, at } = expectName(tokens, 'a name');
  const members: Members = new Map([['name', plain(text)]]);
  let positions: ReadonlyMap<string, number> | undefined;
  if (takeSign(tokens, '=')) {
    positions = new Map([['default', tokens.peek().at]]);
    members.set('default', readJsonValue(tokens));
  }
  members.set('type', plain(toUnion(type, members.get('default')?.value)));
  if (doc !== undefined) members.set('doc', plain(doc));
  const order = textOf(annotations, 'order');
  if (order !== undefined) members.set('order', plain(order));
  const aliases = aliasesOf(annotations);
  if (aliases !== undefined) members.set('aliases', aliases);
  const json = buildObject(addAnnotations(members, annotations, RESERVED.field, ['order', 'aliases']));
  places.set(json, { at, members: positions });
  return json;
}
