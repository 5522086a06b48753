import { compileCodec, compileResolver } from '@sluice/avro';
import type { CodecOptions } from '@sluice/avro';
import { describeFindings, readAvroFindings } from './avro-findings.ts';
import { loadAvroSchema } from './avro-schema.ts';
import type { AvroSchemaInput } from './avro-schema.ts';
import { ENVELOPE_BYTES, readEnvelope } from './envelope.ts';
import { createLoadingCache } from './loading-cache.ts';
import type { SchemaSource } from './schema-source.ts';
import { SerdeError } from './serde-error.ts';

export interface AvroDeserializerOptions {
  readonly source: SchemaSource;
  /** The schema that values are wanted in. When absent, values are as they were written. */
  readonly readerSchema?: string | AvroSchemaInput;
  /** Writer schemas kept compiled; 1,000 when absent. */
  readonly maxSchemas?: number;
  /** How long values are given; see compileCodec of @sluice/avro. */
  readonly avro?: CodecOptions;
}

/** Turns enveloped Avro into values. */
export interface AvroDeserializer<Value = unknown> {
  /**
   * A promise only while the writer's schema is not here yet; from then on the value itself. Throws, or rejects with,
   * {@link SerdeError}; its findings name the field and the byte.
   */
  deserialize(bytes: Uint8Array): Value | Promise<Value>;
}

interface Decoder {
  decode(bytes: Uint8Array, start: number, end: number): unknown;
}

/** Makes a deserializer that resolves whatever schema a record was written with to `readerSchema`. */
export function createAvroDeserializer<Value = unknown>(options: AvroDeserializerOptions): AvroDeserializer<Value> {
  const { source, maxSchemas = 1000 } = options;
  const decoders = createLoadingCache<number, Decoder>({ maxEntries: maxSchemas, load: loadDecoder });
  let reader: ReturnType<typeof loadAvroSchema> | undefined;

  async function loadDecoder(id: number): Promise<Decoder | undefined> {
    const written = await source.byId(id);
    if (written === undefined) return undefined;
    if (written.schemaType !== 'AVRO') throw new SerdeError('wrong-type', `schema ${id} is ${written.schemaType}`);
    const writer = await loadAvroSchema(source, written, `schema ${id}`);
    if (options.readerSchema === undefined) return compileCodec(writer, options.avro);
    reader ??= loadReader(options.readerSchema);
    return compileResolver(writer, await reader, options.avro);
  }

  function loadReader(readerSchema: string | AvroSchemaInput): ReturnType<typeof loadAvroSchema> {
    const input = typeof readerSchema === 'string' ? { schema: readerSchema } : readerSchema;
    return loadAvroSchema(source, input, 'the reader schema').catch((error: unknown) => {
      reader = undefined;
      throw error;
    });
  }

  function decode(decoder: Decoder, id: number, bytes: Uint8Array): Value {
    try {
      return decoder.decode(bytes, ENVELOPE_BYTES, bytes.length) as Value;
    } catch (error) {
      const findings = readAvroFindings(error, ENVELOPE_BYTES);
      const message = `the bytes do not decode under schema ${id}: ${describeFindings(findings, error)}`;
      throw new SerdeError('malformed', message, { findings, cause: error });
    }
  }

  async function loadAndDecode(id: number, bytes: Uint8Array): Promise<Value> {
    const decoder = await decoders.get(id);
    if (decoder === undefined) throw new SerdeError('unknown-schema', `the registry does not know schema ${id}`);
    return decode(decoder, id, bytes);
  }

  return {
    deserialize(bytes) {
      const id = readEnvelope(bytes);
      if (id === undefined) {
        const message = `${bytes.length} bytes without the envelope of a registered schema (a zero byte and its id)`;
        throw new SerdeError('not-framed', message);
      }
      const decoder = decoders.peek(id);
      return decoder === undefined ? loadAndDecode(id, bytes) : decode(decoder, id, bytes);
    },
  };
}
