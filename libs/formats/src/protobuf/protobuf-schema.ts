import type { ResolvedReference } from '../schema-format.ts';
import { buildDescriptor } from './descriptor/build-descriptor.ts';
import type { FileDescriptor, MessageDescriptor } from './descriptor/descriptor.ts';
import { collectTypes } from './descriptor/type-table.ts';
import type { SourceFile, TypeTable } from './descriptor/type-table.ts';
import { isBase64, readSerializedFile } from './serialized/read-serialized.ts';
import type { FileElement } from './syntax/elements.ts';
import { readFile } from './syntax/read-file.ts';

/** A Protobuf schema as {@link protobufFormat} parses it. */
export interface ProtobufSchema {
  /** What the schema declares, with every name looked up. */
  readonly file: FileDescriptor;
  /** The file as it is written. */
  readonly element: FileElement;
  /** Which subject and version stands behind each file that is imported by reference. */
  readonly references: readonly Omit<ResolvedReference, 'schema'>[];
  readonly table: TypeTable;
  /** The message that was chosen by its indexes; the first one where none was. */
  readonly message?: MessageDescriptor;
}

/**
 * Reads a schema: the text of a .proto file, or the base64 of a FileDescriptorProto, as Confluent's registry takes both.
 * `references` are the files that it imports, by `name`. Throws SchemaFormatError with line and column.
 */
export function parseProtobuf(text: string, references: readonly ResolvedReference[] = []): ProtobufSchema {
  const element = readText(text, '');
  const files = references.map(({ name, schema }): SourceFile => {
    const origin = `in reference ${name}: `;
    return { name, element: readText(schema, origin), origin };
  });
  return makeSchema(
    element,
    files,
    references.map(({ name, subject, version }) => ({ name, subject, version })),
  );
}

/** The schema of a file that is read already. */
export function makeSchema(
  element: FileElement,
  files: readonly SourceFile[],
  references: ProtobufSchema['references'],
): ProtobufSchema {
  const root: SourceFile = { name: '', element, origin: '' };
  const table = collectTypes(root, files);
  return { file: buildDescriptor(root, table), element, references, table };
}

/**
 * The message that `indexes` lead to, from the file's messages inwards; undefined where there is none. Where they lead to
 * the entry of a map, which no payload is, they were counted without such entries, as Confluent's JavaScript client does.
 */
export function findMessageByIndexes(file: FileDescriptor, indexes: readonly number[]): MessageDescriptor | undefined {
  const found = walkIndexes(messagesOf(file), indexes, (messages) => messages);
  if (found?.isMapEntry !== true) return found;
  return walkIndexes(messagesOf(file), indexes, (messages) => messages.filter(({ isMapEntry }) => !isMapEntry));
}

function walkIndexes(
  start: readonly MessageDescriptor[],
  indexes: readonly number[],
  count: (messages: readonly MessageDescriptor[]) => readonly MessageDescriptor[],
): MessageDescriptor | undefined {
  let messages = start;
  let found: MessageDescriptor | undefined;
  for (const index of indexes) {
    found = count(messages)[index];
    if (found === undefined) return undefined;
    messages = found.messages;
  }
  return found;
}

/** The message of a full name, or of its name without the package. */
export function findMessage(file: FileDescriptor, name: string): MessageDescriptor | undefined {
  const bare = name.startsWith('.') ? name.slice(1) : name;
  const [first] = messagesOf(file);
  const prefix = (first?.file ?? file).packageName;
  for (const local of [bare, bare.startsWith(`${prefix}.`) ? bare.slice(prefix.length + 1) : bare]) {
    let messages = messagesOf(file);
    let found: MessageDescriptor | undefined;
    for (const part of local.split('.')) {
      found = messages.find((message) => message.name === part);
      if (found === undefined) break;
      messages = found.messages;
    }
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The messages that indexes count: the file's, or those of the one file that it does nothing but import publicly. */
export function messagesOf(file: FileDescriptor): readonly MessageDescriptor[] {
  return effectiveFile(file).messages;
}

/** The file itself, or, for an empty file with one public import, that one (as Confluent's registry has it). */
export function effectiveFile(file: FileDescriptor): FileDescriptor {
  const isEmpty = file.messages.length + file.enums.length + file.services.length + file.extensions.length === 0;
  const [only, ...others] = file.imports.filter(({ kind }) => kind !== 'weak');
  if (!isEmpty || only?.kind !== 'public' || only.file === undefined || others.length > 0) return file;
  return only.file.messages.length + only.file.enums.length === 0 ? file : only.file;
}

function readText(text: string, origin: string): FileElement {
  return isBase64(text) ? readSerializedFile(text, origin) : readFile(text, origin);
}
