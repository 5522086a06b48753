import type { JsonObject, JsonValue } from '../schema/json.ts';
import { IdlFault } from './fault.ts';
import type { Places } from './places.ts';
import { addAnnotations, readAnnotations, RESERVED, textOf } from './read-annotations.ts';
import type { Annotations } from './read-annotations.ts';
import { buildObject } from './read-json.ts';
import { readStringLiteral } from './read-literal.ts';
import { readMessage } from './read-message.ts';
import type { MessageRead } from './read-message.ts';
import { readDeclaration, splitName, startsDeclaration } from './read-named.ts';
import { readFullType, toUnion } from './read-type.ts';
import type { FileReading } from './read-type.ts';
import { expectName, expectSign, isKeyword, takeKeyword, takeSign, unexpected } from './syntax.ts';
import { startTokens } from './tokens.ts';
import type { DocComment, Token } from './tokens.ts';

/** The kinds of files that IDL imports. */
export type ImportKind = 'idl' | 'protocol' | 'schema';

/** One file by itself: types are JSON whose names are full, nothing is looked up. */
export interface FileRead {
  /** '' for none. */
  readonly namespace: string;
  readonly protocol?: { readonly name: string; readonly doc: string | undefined; readonly props: JsonObject };
  readonly main?: JsonValue;
  readonly items: readonly FileItem[];
  readonly places: Places;
  /** Documentation comments that document nothing. */
  readonly spareDocs: readonly DocComment[];
}

export type FileItem =
  | { readonly is: 'import'; readonly kind: ImportKind; readonly path: string; readonly at: number }
  | { readonly is: 'type'; readonly json: JsonValue }
  | { readonly is: 'message'; readonly message: MessageRead };

/** Reads a protocol or a file of schemas (Avro 1.12, IDL Language). @throws IdlFault */
export function readFile(text: string): FileRead {
  const tokens = startTokens(text);
  const file: FileReading = { tokens, places: new Map() };
  const { spareDocs } = tokens;
  let namespace = '';
  if (takeKeyword(tokens, 'namespace')) {
    namespace = expectName(tokens, 'a namespace').text;
    expectSign(tokens, ';');
  }
  let main: { readonly main: JsonValue } | undefined;
  if (takeKeyword(tokens, 'schema')) {
    main = { main: toUnion(readFullType(file, namespace)) };
    expectSign(tokens, ';');
  }
  const items: FileItem[] = [];
  while (tokens.peek().type !== 'end') {
    if (isKeyword(tokens.peek(), 'import')) {
      items.push(readImport(file));
      continue;
    }
    const doc = tokens.takeDoc();
    const annotations = readAnnotations(tokens);
    const isFirst = namespace === '' && main === undefined && items.length === 0;
    if (isFirst && takeKeyword(tokens, 'protocol')) {
      return { ...readProtocol(file, doc, annotations), places: file.places, spareDocs };
    }
    if (!startsDeclaration(tokens)) {
      throw unexpected(tokens.peek(), `${isFirst ? 'protocol, ' : ''}record, error, enum, fixed or import`);
    }
    items.push({ is: 'type', json: readDeclaration(file, namespace, doc, annotations) });
  }
  tokens.take();
  return { namespace, ...main, items, places: file.places, spareDocs };
}

function readProtocol(
  file: FileReading,
  doc: string | undefined,
  annotations: Annotations,
): Pick<FileRead, 'namespace' | 'protocol' | 'items'> {
  const { tokens } = file;
  const { name, namespace } = splitName(
    expectName(tokens, 'the name of the protocol'),
    textOf(annotations, 'namespace') ?? '',
  );
  const props = buildObject(addAnnotations(new Map(), annotations, RESERVED.protocol, ['namespace']));
  const items: FileItem[] = [];
  const messages = new Set<string>();
  expectSign(tokens, '{');
  while (!takeSign(tokens, '}')) {
    if (isKeyword(tokens.peek(), 'import') && tokens.peek(2).type === 'string') {
      items.push(readImport(file));
      continue;
    }
    const itemDoc = tokens.takeDoc();
    const itemAnnotations = readAnnotations(tokens);
    if (startsDeclaration(tokens)) {
      items.push({ is: 'type', json: readDeclaration(file, namespace, itemDoc, itemAnnotations) });
      continue;
    }
    const message = readMessage(file, namespace, itemDoc, itemAnnotations);
    if (messages.has(message.name)) {
      throw new IdlFault(`message ${JSON.stringify(message.name)} stands twice`, message.at, 'duplicate');
    }
    messages.add(message.name);
    items.push({ is: 'message', message });
  }
  const end = tokens.take();
  if (end.type !== 'end') throw unexpected(end, 'nothing after the protocol');
  return { namespace, protocol: { name, doc, props }, items };
}

const IMPORT_KINDS: readonly ImportKind[] = ['idl', 'protocol', 'schema'];

function readImport({ tokens }: FileReading): FileItem {
  tokens.take();
  const word: Token = tokens.take();
  const kind = IMPORT_KINDS.find((known) => isKeyword(word, known));
  if (kind === undefined) throw unexpected(word, 'idl, protocol or schema');
  const location = tokens.take();
  if (location.type !== 'string') throw unexpected(location, 'a path in double quotes');
  expectSign(tokens, ';');
  return { is: 'import', kind, path: readStringLiteral(location), at: location.at };
}
