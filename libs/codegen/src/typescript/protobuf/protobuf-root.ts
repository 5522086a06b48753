import { findMessage, KNOWN_FILE_NAMES, messagesOf, parseProtobuf } from '@sluice/formats/protobuf';
import type { FileDescriptor, MessageDescriptor } from '@sluice/formats/protobuf';
import { CodegenError } from '../../codegen-error.ts';

/** A .proto file that others import. */
export interface ProtobufFile {
  /** As imports have it: `acme/common.proto`. */
  readonly name: string;
  readonly schema: string;
}

/** A Protobuf schema to generate from. */
export interface ProtobufRoot {
  /** The text of a .proto file, or of a serialized FileDescriptorProto in base64. */
  readonly schema: string;
  /** The files that it imports, and those that these import. Protobuf's own need not be among them. */
  readonly files?: readonly ProtobufFile[];
  /** Where the schema is from, for errors. */
  readonly place?: string;
}

/** @throws CodegenError with line and column of what is no Protobuf */
export function readProtobuf({ schema, files = [], place = '' }: ProtobufRoot): FileDescriptor {
  try {
    const references = files.map(({ name, schema: text }) => ({ name, subject: name, version: 1, schema: text }));
    return parseProtobuf(schema, references).file;
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    throw new CodegenError([{ path: place, message: error.message }]);
  }
}

/**
 * The message of a file that a payload is: the one called as the payload is, or the only one.
 * @throws CodegenError where a file has several and none is called so
 */
export function chooseMessage(file: FileDescriptor, names: readonly string[], place: string): MessageDescriptor {
  for (const name of names) {
    const found = findMessage(file, name);
    if (found !== undefined) return found;
  }
  const messages = messagesOf(file);
  const [first, ...others] = messages;
  if (first !== undefined && others.length === 0) return first;
  const listed = messages.map(({ name }) => name).join(', ');
  const message =
    first === undefined
      ? 'the Protobuf schema has no message'
      : `the Protobuf schema has the messages ${listed}: name the message of the document after the one that is meant`;
  throw new CodegenError([{ path: place, message }]);
}

/** The files that a file imports, without Protobuf's own, each behind those that it imports itself. */
export function listImports(file: FileDescriptor): readonly FileDescriptor[] {
  const seen = new Set<FileDescriptor>();
  const listed: FileDescriptor[] = [];
  const visit = (from: FileDescriptor): void => {
    for (const { file: imported } of from.imports) {
      if (imported === undefined || seen.has(imported) || isOwnOfProtobuf(imported)) continue;
      seen.add(imported);
      visit(imported);
      listed.push(imported);
    }
  };
  visit(file);
  return listed;
}

/** Whether registries know a file without being told. */
function isOwnOfProtobuf({ name }: FileDescriptor): boolean {
  return KNOWN_FILE_NAMES.includes(name);
}
