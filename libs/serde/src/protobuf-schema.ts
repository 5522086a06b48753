import type { SchemaReference } from '@sluice/formats';
import { findMessage, messagesOf, parseProtobuf } from '@sluice/formats/protobuf';
import type { MessageDescriptor, ProtobufSchema } from '@sluice/formats/protobuf';
import { resolveReferences } from './schema-source.ts';
import type { SchemaSource } from './schema-source.ts';
import { SerdeError } from './serde-error.ts';

/** A Protobuf schema as users hand it over: its text with references, each the file of an import, fetched from `source`. */
export interface ProtobufSchemaInput {
  readonly schema: string;
  readonly references?: readonly SchemaReference[];
}

/** Parses a schema after what it imports. `what` names it in errors. */
export async function loadProtobufSchema(
  source: Pick<SchemaSource, 'byVersion'>,
  { schema, references = [] }: ProtobufSchemaInput,
  what: string,
): Promise<ProtobufSchema> {
  const resolved = await resolveReferences(source, references);
  try {
    return parseProtobuf(schema, resolved);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new SerdeError('invalid-schema', `${what} is no Protobuf schema: ${reason}`, { cause: error });
  }
}

/** The message of that name, or the first one where no name is given; one that payloads can name. */
export function requireMessage({ file }: ProtobufSchema, name: string | undefined, what: string): IndexedMessage {
  const message = name === undefined ? messagesOf(file)[0] : findMessage(file, name);
  const indexes = message?.indexes;
  if (message !== undefined && indexes !== undefined) return { message, indexes };
  throw new SerdeError(
    'unknown-message',
    name === undefined ? `${what} has no message` : `${what} has no message ${name}`,
  );
}

export interface IndexedMessage {
  readonly message: MessageDescriptor;
  readonly indexes: readonly number[];
}
