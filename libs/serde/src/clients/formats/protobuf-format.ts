import type { SchemaReference } from '@sluice/formats';
import { describeFindings } from '../../avro-findings.ts';
import { readMessageIndexes, writeMessageIndexes } from '../../envelope-indexes.ts';
import type { ProtobufCodec } from '../../protobuf-wire/codec.ts';
import type { RegisteredSchema } from '../../schema-source.ts';
import { SerdeError } from '../../serde-error.ts';
import { requireRegistry } from '../connection.ts';
import type { PartPlace, PayloadFormat, ReceivedPart } from './payload-format.ts';
import { findMessageName } from './protobuf-names.ts';
import { openFraming, requireSchema } from './register.ts';

export interface ProtobufFormatOptions<Value> {
  /** The text of the .proto file. */
  readonly schema: string;
  /** The full name of the message, such as `acme.Order`. */
  readonly message: string;
  /** Which message of the file it is: positions, from the file's messages inwards. */
  readonly indexes: readonly number[];
  readonly codec: ProtobufCodec<Value, never>;
  /** The files that the schema imports, each behind those it imports itself. Protobuf's own files need none. */
  readonly imports?: readonly ProtobufImport[];
}

/** A file that others import. */
export interface ProtobufImport {
  /** As imports have it, and the subject that it is registered under, as Confluent's serializers do. */
  readonly name: string;
  readonly schema: string;
  /** The names of the files that it imports itself. */
  readonly imports?: readonly string[];
}

/**
 * Protobuf with its schema's id and the indexes of its message, as Confluent's serializers write it. Values of other
 * versions of the message are read too; those of another message are refused.
 */
export function protobufFormat<Value>({
  schema,
  message,
  indexes,
  codec,
  imports = [],
}: ProtobufFormatOptions<Value>): PayloadFormat<Value> {
  const list = writeMessageIndexes(indexes);
  const names = new Map<string, string | undefined>();
  const encode: (value: never) => Uint8Array = codec.encode;

  /** What the message of a schema is called; undefined where nobody can say. */
  function nameOf(written: RegisteredSchema, found: readonly number[]): string | undefined {
    const key = `${written.id} ${found.join()}`;
    if (!names.has(key)) {
      if (names.size >= MAX_NAMES) names.clear();
      const name = findMessageName(written.schema, found);
      names.set(key, name ?? (found.join() === indexes.join() ? message : undefined));
    }
    return names.get(key);
  }

  return {
    marked: true,

    async openWriter(place) {
      const references = await registerImports(place, imports);
      const framing = await openFraming(place, { schema, schemaType: 'PROTOBUF', references }, message);
      const { topic, part, idLocation = 'payload' } = place;
      const isHeader = idLocation === 'header';
      return {
        // With an id in a header the indexes stand there too.
        headers: isHeader ? framing.headers.map(([name, mark]) => [name, join(mark, list)]) : framing.headers,
        write(value) {
          try {
            const bytes = encode(value as never);
            return isHeader ? bytes : framing.frame(join(list, bytes));
          } catch (error) {
            if (!(error instanceof SerdeError)) throw error;
            const what = `a ${part} for topic ${topic} does not fit schema ${framing.id} of subject ${framing.subject}`;
            const { findings } = error;
            const text = `${what}: ${describeFindings(findings, error)}`;
            throw new SerdeError('invalid-value', text, { findings, cause: error });
          }
        },
      };
    },

    openReader: () => ({
      read(received) {
        const written = requireSchema(received);
        const { id, schemaType } = written;
        if (schemaType !== 'PROTOBUF') {
          throw new SerdeError('wrong-type', `schema ${id} is ${schemaType}, not PROTOBUF`);
        }
        const found = readIndexes(received);
        if (found === undefined) {
          throw new SerdeError('malformed', `the bytes have no list of message indexes after schema ${id}`);
        }
        const name = found.indexes === undefined ? message : nameOf(written, found.indexes);
        if (name !== message) {
          const what = name ?? 'no message at all';
          const text = `indexes ${found.indexes?.join(', ') ?? ''} of schema ${id} are ${what}, not ${message}`;
          throw new SerdeError('unknown-message', text);
        }
        try {
          return codec.decode(received.bytes.subarray(found.end));
        } catch (error) {
          if (!(error instanceof SerdeError)) throw error;
          const start = received.offset + found.end;
          const findings = error.findings.map((finding) => ({ ...finding, offset: (finding.offset ?? 0) + start }));
          const text = `the bytes do not decode as ${message} of schema ${id}: ${describeFindings(findings, error)}`;
          throw new SerdeError('malformed', text, { findings, cause: error });
        }
      },
    }),

    accepts(written, received) {
      if (written.schemaType !== 'PROTOBUF') return false;
      const found = received === undefined ? undefined : readIndexes(received);
      return found?.indexes !== undefined && nameOf(written, found.indexes) === message;
    },
  };
}

/** Names of messages kept, by schema and indexes. */
const MAX_NAMES = 1000;

/** Which message the bytes are, as the header or the bytes say; and where it begins. A header may say nothing of it. */
function readIndexes({
  bytes,
  offset,
  rest,
}: ReceivedPart): { readonly indexes: readonly number[] | undefined; readonly end: number } | undefined {
  if (offset > 0) return readMessageIndexes(bytes, 0, bytes.length);
  if (rest === undefined) return { indexes: undefined, end: 0 };
  const found = readMessageIndexes(rest, 0, rest.length);
  return found?.end === rest.length ? { indexes: found.indexes, end: 0 } : undefined;
}

/** Registers the imported files, or finds them, and answers with the references of the schema that imports them. */
async function registerImports(
  { connection, topic, part, autoRegister = true }: PartPlace,
  imports: readonly ProtobufImport[],
): Promise<readonly SchemaReference[]> {
  if (imports.length === 0) return [];
  const { registry } = requireRegistry(connection, `the ${part} schema of topic ${topic}`);
  const known = new Map<string, SchemaReference>();
  for (const { name, schema, imports: own = [] } of imports) {
    const references = own.flatMap((item) => known.get(item) ?? []);
    const input = { schema, schemaType: 'PROTOBUF', references };
    const answer = autoRegister ? await registry.registerSchema(name, input) : undefined;
    const version = answer?.version ?? (await registry.findSchema(name, input))?.version;
    if (version === undefined) {
      throw new SerdeError('unknown-schema', `${name}, which is imported, is not registered under subject ${name}`);
    }
    known.set(name, { name, subject: name, version });
  }
  return [...known.values()];
}

function join(first: Uint8Array, second: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(first.length + second.length);
  bytes.set(first);
  bytes.set(second, first.length);
  return bytes;
}
