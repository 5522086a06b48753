import { AvroError } from '../avro-error.ts';
import type { ParseFinding } from '../avro-error.ts';
import type { JsonObject } from '../schema/json.ts';
import { parseParts } from '../schema/parse-schema.ts';
import type { PartsParsed } from '../schema/parse-schema.ts';
import { isNamed } from '../schema/schema.ts';
import type { NamedSchema, RecordField, Schema } from '../schema/schema.ts';
import { loadIdl } from './load-files.ts';
import type { FileLoaded, Loading, MessageParts, ReadImport } from './load-files.ts';
import { resolvePath } from './resolve-path.ts';

export interface ReadIdlOptions {
  /** Of the text itself: imports are resolved against it, and one that comes back to it is not read again. */
  readonly path?: string;
  /**
   * The text of an imported file. `path` is resolved against the file that imports it: with `/`, without `.` and, but
   * at its beginning, without `..`; whether it may be read is for this function to say. Each path is read once.
   */
  readonly readImport?: ReadImport;
}

export interface IdlDocument {
  /** Of the protocol, or the one declared by `namespace x;`; absent for none. */
  readonly namespace?: string;
  readonly protocol?: IdlProtocol;
  /** All named types that the files define, in Java's order: that of definition, imports in their place, the main schema first. */
  readonly schemas: readonly NamedSchema[];
  /** What `schema x;` declares. */
  readonly main?: Schema;
  /** Documentation comments that document nothing, the first 100; `pointer` as in a ParseFinding. */
  readonly warnings: readonly { readonly pointer: string; readonly message: string }[];
}

export interface IdlProtocol {
  /** Without its namespace. */
  readonly name: string;
  readonly namespace?: string;
  readonly doc?: string;
  readonly props: JsonObject;
  /** Those of imported protocols included. */
  readonly messages: readonly IdlMessage[];
}

export interface IdlMessage {
  readonly name: string;
  readonly doc?: string;
  readonly request: readonly RecordField[];
  readonly response: Schema;
  /** Those declared: not the string that every message may fail with. */
  readonly errors: readonly Schema[];
  readonly oneWay: boolean;
  readonly props: JsonObject;
}

/**
 * Reads Avro IDL (Avro 1.12, IDL Language), a protocol or a file of schemas, as Java's IdlReader does. Unlike it:
 * - characters that belong to no token, a string or comment without end, and bad escapes are refused; Java leaves them out,
 * - `/**\/` is an empty comment even where another comment follows,
 * - the defaults of fields whose type is defined later are checked, too,
 * - a union within a union is refused; Java loses its branches,
 * - hexadecimal fractions have at most 13 digits,
 * - messages may return and throw types that are defined after them,
 * - an empty text is a document without types,
 * - a message may be annotated though it returns a named type, but not stand twice in a file,
 * - files may import each other however their types refer to each other,
 * - there is no class path: an import that is not found is for `readImport` to find.
 *
 * A default may be NaN or an infinity. `formatSchema` writes a string for it, as Java does, which both read as a number
 * again where the field's type is float or double, and nowhere else.
 *
 * A document and its imports hold at most 10,000,000 characters in 1000 files, types 500 levels, JSON 1000.
 * @throws AvroError with ParseFindings
 */
export async function readIdl(text: string, options: ReadIdlOptions = {}): Promise<IdlDocument> {
  const { path, readImport } = options;
  const root = path === undefined ? undefined : resolvePath('', path);
  const loading: Loading = {
    readImport,
    parts: [],
    requests: new Set(),
    names: [],
    warnings: [],
    seen: new Set(root === undefined ? [] : [root]),
    texts: [],
    length: 0,
  };
  const loaded = await loadIdl(loading, text, root, true);
  const parsed = parseLoaded(loading);
  const main = loaded.main === undefined ? undefined : parsed.roots[loaded.main];
  return {
    ...(loaded.file.namespace === '' ? {} : { namespace: loaded.file.namespace }),
    ...describeProtocol(loaded, parsed),
    schemas: orderTypes(loading, parsed, main),
    ...(main === undefined ? {} : { main }),
    warnings: loading.warnings,
  };
}

function parseLoaded({ parts, requests, texts }: Loading): PartsParsed {
  // Requests are fields without a record: until they are parsed they get one, of a name that nothing can refer to.
  let prefix = 'request';
  while (texts.some((text) => text.includes(prefix))) prefix += '_';
  const parsed = parseParts(
    parts.map((part, index) => {
      if (!requests.has(index)) return part;
      const record = { type: 'record', name: `${prefix}${index}`, ...(part.json as JsonObject) };
      return { json: record, namespace: part.namespace };
    }),
  );
  if (!('findings' in parsed)) return parsed;
  const findings = parsed.findings.map(({ kind, pointer, message }): ParseFinding => {
    const [, index = '', rest = ''] = /^\/(\d+)(.*)$/s.exec(pointer) ?? [];
    return { kind, pointer: parts[Number(index)]?.locate(rest) ?? '1:1', message };
  });
  const [first] = findings;
  const more = findings.length > 1 ? ` (and ${findings.length - 1} more)` : '';
  throw new AvroError(`not Avro IDL at ${first?.pointer}: ${first?.message}${more}`, findings);
}

function orderTypes({ names }: Loading, { named }: PartsParsed, main: Schema | undefined): readonly NamedSchema[] {
  const ordered = new Set<NamedSchema>();
  if (main !== undefined && isNamed(main)) ordered.add(main);
  for (const name of names) {
    const schema = named.get(name);
    if (schema !== undefined) ordered.add(schema);
  }
  return [...ordered];
}

function describeProtocol({ file, messages }: FileLoaded, parsed: PartsParsed): Pick<IdlDocument, 'protocol'> {
  if (file.protocol === undefined) return {};
  const { name, doc, props } = file.protocol;
  return {
    protocol: {
      name,
      ...(file.namespace === '' ? {} : { namespace: file.namespace }),
      ...(doc === undefined ? {} : { doc }),
      props,
      messages: [...messages.values()].map((message) => describeMessage(message, parsed)),
    },
  };
}

function describeMessage(message: MessageParts, { roots }: PartsParsed): IdlMessage {
  const { name, doc, props, isOneWay } = message;
  const request = roots[message.request];
  const errors = roots[message.errors];
  return {
    name,
    ...(doc === undefined ? {} : { doc }),
    request: request?.type === 'record' ? request.fields : [],
    response: roots[message.response] ?? { type: 'null', props: {} },
    errors: errors?.type === 'union' ? errors.branches.slice(1) : [],
    oneWay: isOneWay,
    props,
  };
}
