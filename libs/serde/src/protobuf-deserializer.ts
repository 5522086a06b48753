import { findMessageByIndexes, messagesOf, protobufFormat } from '@sluice/formats/protobuf';
import type { ProtobufSchema } from '@sluice/formats/protobuf';
import { readMessageIndexes } from './envelope-indexes.ts';
import { ENVELOPE_BYTES, requireEnvelope } from './envelope.ts';
import { createLoadingCache } from './loading-cache.ts';
import { compileDecoder } from './protobuf-decode.ts';
import { compileEncoder, ProtobufValueError } from './protobuf-encode.ts';
import { loadProtobufSchema, requireMessage } from './protobuf-schema.ts';
import type { ProtobufSchemaInput } from './protobuf-schema.ts';
import { createReadingRules } from './rules/reading-rules.ts';
import type { ReadingOptions, ReadingPlan } from './rules/reading-rules.ts';
import type { SchemaSource } from './schema-source.ts';
import { SerdeError } from './serde-error.ts';
import { shareLoading } from './share-loading.ts';

export interface ProtobufDeserializerOptions extends ReadingOptions {
  readonly source: SchemaSource;
  /**
   * The schema that values are wanted in: its message of the same name as the written one. Fields that it does not have
   * are left out. When absent, values are as they were written.
   */
  readonly readerSchema?: string | ProtobufSchemaInput;
  /** Writer schemas kept ready; 1,000 when absent. */
  readonly maxSchemas?: number;
}

/** Turns enveloped Protobuf into plain objects; see `compileDecoder` for what they hold. */
export interface ProtobufDeserializer<Value = unknown> {
  /**
   * A promise only while the writer's schema is not here yet; from then on the value itself, but where a rule of the
   * schema's contract must be waited for. Throws, or rejects with,
   * {@link SerdeError}; its finding names the field and the byte.
   */
  deserialize(bytes: Uint8Array): Value | Promise<Value>;
}

type Decode = (bytes: Uint8Array, start: number) => unknown;

/** One writer's schema, with what it takes to decode each of its messages. */
interface Writer {
  readonly decode: Decode;
}

/** Messages kept ready of one schema. */
const MAX_MESSAGES = 1000;

/** Makes a deserializer that reads the message which each payload names. */
export function createProtobufDeserializer<Value = unknown>(
  options: ProtobufDeserializerOptions,
): ProtobufDeserializer<Value> {
  const { source, readerSchema, maxSchemas = 1000 } = options;
  const writers = createLoadingCache<number, Writer>({ maxEntries: maxSchemas, load: loadWriter });
  const rules = createReadingRules(source, options);
  const loadReader = shareLoading(async () => {
    if (readerSchema === undefined) return undefined;
    const input = typeof readerSchema === 'string' ? { schema: readerSchema } : readerSchema;
    return loadProtobufSchema(source, input, 'the reader schema');
  });

  async function loadWriter(id: number): Promise<Writer | undefined> {
    const written = await source.byId(id);
    if (written === undefined) return undefined;
    if (written.schemaType !== 'PROTOBUF') throw new SerdeError('wrong-type', `schema ${id} is ${written.schemaType}`);
    const schema = await loadProtobufSchema(source, written, `schema ${id}`);
    const plan = await rules.plan(written, messagesOf(schema.file)[0]?.fullName);
    if (plan.latest !== undefined) {
      return createWriter(id, schema, await loadProtobufSchema(source, plan.latest, 'the latest version'), plan);
    }
    return createWriter(id, schema, await loadReader(), plan);
  }

  async function loadAndDecode(id: number, bytes: Uint8Array): Promise<Value> {
    const writer = await writers.get(id);
    if (writer === undefined) throw new SerdeError('unknown-schema', `the registry does not know schema ${id}`);
    return writer.decode(bytes, ENVELOPE_BYTES) as Value;
  }

  return {
    deserialize(bytes) {
      const id = requireEnvelope(bytes);
      const writer = writers.peek(id);
      return writer === undefined ? loadAndDecode(id, bytes) : (writer.decode(bytes, ENVELOPE_BYTES) as Value);
    },
  };
}

function createWriter(
  id: number,
  schema: ProtobufSchema,
  reader: ProtobufSchema | undefined,
  plan: ReadingPlan,
): Writer {
  const decoders = new Map<string, Decode>();

  function compile(indexes: readonly number[]): Decode {
    const written = findMessageByIndexes(schema.file, indexes);
    if (written === undefined) {
      throw new SerdeError('malformed', `schema ${id} has no message at indexes ${indexes.join(', ')}`);
    }
    const wanted =
      reader === undefined ? written : requireMessage(reader, written.fullName, 'the reader schema').message;
    const validate = protobufFormat.compileByteValidator({
      type: 'PROTOBUF',
      model: { ...schema, message: written },
      canonical: '',
      recordName: written.fullName,
    });
    const decode = compileDecoder(plan.isMigrated ? written : wanted);
    const encode = plan.isMigrated ? compileEncoder(wanted) : undefined;
    const decodeWanted = compileDecoder(wanted);
    const settle = (value: unknown): unknown => {
      if (encode === undefined) return value;
      const payload = encodeMigrated(encode, value);
      return decodeWanted(payload, 0, payload.length);
    };
    const around = plan.compile(settle, wanted.fullName);
    const checkAndDecode: Decode = (bytes, start) => {
      const finding = validate(bytes, start, bytes.length);
      if (finding === undefined) return decode(bytes, start, bytes.length);
      const { path, expected, found } = finding;
      const offset = finding.offset + start;
      const where = path === '' ? 'the value itself' : path;
      const message = `the bytes do not decode under schema ${id}: ${where}: expected ${expected}, found ${found} (byte ${offset})`;
      throw new SerdeError('malformed', message, { findings: [{ path, expected, found, offset }] });
    };
    return around === undefined ? checkAndDecode : (bytes, start) => around(bytes, start, checkAndDecode);
  }

  return {
    decode(bytes, start) {
      const list = readMessageIndexes(bytes, start, bytes.length);
      if (list === undefined) {
        throw new SerdeError('malformed', `the bytes have no list of message indexes after schema ${id}`);
      }
      const key = list.indexes.join();
      let decode = decoders.get(key);
      if (decode === undefined) {
        decode = compile(list.indexes);
        if (decoders.size < MAX_MESSAGES) decoders.set(key, decode);
      }
      return decode(bytes, list.end);
    },
  };
}

/** A value that rules brought to the reader's version, in the form of those that are decoded. */
function encodeMigrated(encode: (value: unknown) => Uint8Array, value: unknown): Uint8Array {
  try {
    return encode(value);
  } catch (error) {
    if (!(error instanceof ProtobufValueError)) throw error;
    const message = `the migrated value does not fit the reader's version: ${error.message}`;
    throw new SerdeError('rule', message, { findings: [error.finding], cause: error });
  }
}
