import { AvroError } from '../avro-error.ts';
import type { ParseFinding } from '../avro-error.ts';
import { MAX_JSON_LENGTH, readJson } from '../schema/json.ts';
import type { JsonObject, JsonValue } from '../schema/json.ts';
import type { SchemaPart } from '../schema/parse-schema.ts';
import { IdlFault, positionOf } from './fault.ts';
import { findPlace } from './places.ts';
import { readFile } from './read-file.ts';
import type { FileItem, FileRead, ImportKind } from './read-file.ts';
import { resolvePath } from './resolve-path.ts';
import { definedNames, readProtocolJson } from './read-protocol-json.ts';

export type ReadImport = (path: string, kind: ImportKind) => string | Promise<string>;

/** Files that one document imports, itself included. Their texts together are as long as one may be. */
export const MAX_IDL_FILES = 1000;

/** A schema of some file, and where what its findings point at stands. */
export interface FilePart extends SchemaPart {
  readonly locate: (pointer: string) => string;
}

/** A message whose types are parts, by index; the request is a record's fields. */
export interface MessageParts {
  readonly name: string;
  readonly doc: string | undefined;
  readonly props: JsonObject;
  readonly request: number;
  readonly response: number;
  readonly errors: number;
  readonly isOneWay: boolean;
}

export interface Loading {
  readonly readImport: ReadImport | undefined;
  readonly parts: FilePart[];
  /** Indices of parts that are the fields of a request. */
  readonly requests: Set<number>;
  /** Full names of the types defined, in the order of the files. */
  readonly names: string[];
  readonly warnings: { readonly pointer: string; readonly message: string }[];
  /** Paths read. */
  readonly seen: Set<string>;
  readonly texts: string[];
  /** Of all texts. */
  length: number;
}

export interface FileLoaded {
  readonly file: FileRead;
  /** The part of the main schema. */
  readonly main: number | undefined;
  /** Its own and those of the protocols that it imports, of which the last stands. */
  readonly messages: Map<string, MessageParts>;
}

/** Reads a file of IDL and all that it imports and was not read before. @throws AvroError */
export async function loadIdl(
  loading: Loading,
  text: string,
  path: string | undefined,
  isRoot: boolean,
): Promise<FileLoaded> {
  const prefix = isRoot || path === undefined ? '' : `${path}:`;
  const locate = (at: number): string => prefix + positionOf(text, at);
  addText(loading, text, () => locate(0));
  const file = readOrRefuse(text, locate);
  const messages = new Map<string, MessageParts>();
  const toPart = (json: JsonValue): FilePart => ({
    json,
    namespace: '',
    locate: (pointer) => locate(findPlace(file.places, json, pointer)),
  });
  const main = file.main === undefined ? undefined : loading.parts.push(toPart(file.main)) - 1;
  for (const item of file.items) {
    if (item.is === 'type') {
      loading.parts.push(toPart(item.json));
      loading.names.push(...definedNames(item.json, ''));
    } else if (item.is === 'message') {
      const { name, request, response, errors, at } = item.message;
      const record = { fields: request };
      file.places.set(record, { at });
      const shown = { ...item.message, ...addMessage(loading, [record, response, ['string', ...errors]].map(toPart)) };
      messages.set(name, pickMessage(shown));
    } else {
      const imported = await loadImport(loading, item, path, locate);
      if (file.protocol !== undefined) for (const [name, message] of imported) messages.set(name, message);
    }
  }
  for (const { at } of file.spareDocs.toSorted((a, b) => a.at - b.at)) {
    if (loading.warnings.length >= MAX_WARNINGS) break;
    loading.warnings.push({
      pointer: locate(at),
      message: 'this documentation comment documents nothing; other comments begin with /*',
    });
  }
  return { file, main, messages };
}

const MAX_WARNINGS = 100;

function readOrRefuse(text: string, locate: (at: number) => string): FileRead {
  try {
    return readFile(text);
  } catch (error) {
    if (error instanceof IdlFault) return refuse(error.kind, locate(error.at), error.message);
    throw error;
  }
}

export function refuse(kind: ParseFinding['kind'], pointer: string, message: string, cause?: unknown): never {
  throw new AvroError(`not Avro IDL at ${pointer}: ${message}`, [{ kind, pointer, message }], { cause });
}

function addText(loading: Loading, text: string, locate: () => string): void {
  loading.length += text.length;
  loading.texts.push(text);
  if (loading.length > MAX_JSON_LENGTH)
    refuse('limit', locate(), `longer than ${MAX_JSON_LENGTH} characters, imports included`);
  if (loading.texts.length > MAX_IDL_FILES) refuse('limit', locate(), `more than ${MAX_IDL_FILES} files`);
}

function addMessage(
  loading: Loading,
  parts: readonly FilePart[],
): Pick<MessageParts, 'request' | 'response' | 'errors'> {
  const request = loading.parts.length;
  loading.requests.add(request);
  loading.parts.push(...parts);
  return { request, response: request + 1, errors: request + 2 };
}

function pickMessage({ name, doc, props, request, response, errors, isOneWay }: MessageParts): MessageParts {
  return { name, doc, props, request, response, errors, isOneWay };
}

type Messages = ReadonlyMap<string, MessageParts>;

const NO_MESSAGES: Messages = new Map();

async function loadImport(
  loading: Loading,
  { kind, path: location, at }: Extract<FileItem, { is: 'import' }>,
  importer: string | undefined,
  locate: (at: number) => string,
): Promise<Messages> {
  const path = resolvePath(importer ?? '', location);
  if (loading.seen.has(path)) return NO_MESSAGES;
  loading.seen.add(path);
  const shown = JSON.stringify(path);
  if (loading.readImport === undefined)
    return refuse('reference', locate(at), `cannot import ${shown}: no readImport was given`);
  let text: string;
  try {
    text = await loading.readImport(path, kind);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    return refuse('reference', locate(at), `cannot import ${shown}: ${reason}`, cause);
  }
  if (kind === 'idl') {
    const { file, messages } = await loadIdl(loading, text, path, false);
    return file.protocol === undefined ? NO_MESSAGES : messages;
  }
  addText(loading, text, () => path);
  return kind === 'protocol' ? loadProtocol(loading, text, path) : loadSchema(loading, text, path);
}

function readJsonFile(text: string, path: string): JsonValue {
  const read = readJson(text, { takesLastComment: true });
  if ('value' in read) return read.value;
  const { kind, line, column, message } = read.fault;
  return refuse(kind, `${path}:${line}:${column}`, message);
}

function loadSchema(loading: Loading, text: string, path: string): Messages {
  addTypes(loading, path, '', [{ json: readJsonFile(text, path), pointer: '' }]);
  return NO_MESSAGES;
}

interface JsonPlace {
  readonly json: JsonValue;
  readonly pointer: string;
}

function addTypes(loading: Loading, path: string, namespace: string, types: readonly JsonPlace[]): void {
  for (const { json, pointer } of types) {
    loading.parts.push({ json, namespace, locate: (inner) => `${path}#${pointer}${inner}` });
    loading.names.push(...definedNames(json, namespace));
  }
}

function loadProtocol(loading: Loading, text: string, path: string): Messages {
  const { namespace, types, messages } = readProtocolJson(readJsonFile(text, path), path);
  addTypes(
    loading,
    path,
    namespace,
    types.map((json, index) => ({ json, pointer: `/types/${index}` })),
  );
  const loaded = new Map<string, MessageParts>();
  for (const message of messages) {
    const parts = [{ fields: message.request }, message.response, ['string', ...message.errors]].map((json, index) => ({
      json,
      namespace,
      locate: () => `${path}#${message.pointer}${['/request', '/response', '/errors'][index]}`,
    }));
    loaded.set(message.name, pickMessage({ ...message, ...addMessage(loading, parts) }));
  }
  return loaded;
}
