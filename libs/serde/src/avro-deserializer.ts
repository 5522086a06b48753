import { compileCodec, compileResolver } from '@sluice/avro';
import type { Codec, CodecOptions, Schema } from '@sluice/avro';
import { describeFindings, readAvroFindings } from './avro-findings.ts';
import { loadAvroSchema } from './avro-schema.ts';
import type { AvroSchemaInput } from './avro-schema.ts';
import { ENVELOPE_BYTES, requireEnvelope } from './envelope.ts';
import { createLoadingCache } from './loading-cache.ts';
import { createReadingRules } from './rules/reading-rules.ts';
import type { ReadingOptions, RuleReader } from './rules/reading-rules.ts';
import type { RegisteredSchema, SchemaSource } from './schema-source.ts';
import { SerdeError } from './serde-error.ts';
import { shareLoading } from './share-loading.ts';

export interface AvroDeserializerOptions extends ReadingOptions {
  readonly source: SchemaSource;
  /** The schema that values are wanted in. When absent, values are as they were written, or in the latest version. */
  readonly readerSchema?: string | AvroSchemaInput;
  /** Writer schemas kept compiled; 1,000 when absent. */
  readonly maxSchemas?: number;
  /** How long values are given; see compileCodec of @sluice/avro. */
  readonly avro?: CodecOptions;
}

/** Turns enveloped Avro into values. */
export interface AvroDeserializer<Value = unknown> {
  /**
   * A promise only while the writer's schema is not here yet; from then on the value itself, but where a rule of the
   * schema's contract must be waited for. Throws, or rejects with,
   * {@link SerdeError}; its findings name the field and the byte.
   */
  deserialize(bytes: Uint8Array): Value | Promise<Value>;
}

interface Decoder {
  decode(bytes: Uint8Array, start: number, end: number): unknown;
  readonly rules?: RuleReader;
}

/** Makes a deserializer that resolves whatever schema a record was written with to `readerSchema`. */
export function createAvroDeserializer<Value = unknown>(options: AvroDeserializerOptions): AvroDeserializer<Value> {
  const { source, maxSchemas = 1000 } = options;
  const decoders = createLoadingCache<number, Decoder>({ maxEntries: maxSchemas, load: loadDecoder });
  const rules = createReadingRules(source, options);
  const { readerSchema } = options;
  const loadReader = shareLoading(async () => {
    if (readerSchema === undefined) return undefined;
    const input = typeof readerSchema === 'string' ? { schema: readerSchema } : readerSchema;
    return loadAvroSchema(source, input, 'the reader schema');
  });

  async function loadDecoder(id: number): Promise<Decoder | undefined> {
    const written = await source.byId(id);
    if (written === undefined) return undefined;
    if (written.schemaType !== 'AVRO') throw new SerdeError('wrong-type', `schema ${id} is ${written.schemaType}`);
    const writer = await loadAvroSchema(source, written, `schema ${id}`);
    const plan = await rules.plan(written, 'name' in writer ? writer.name : undefined);
    const wanted = await loadWanted(plan.latest);
    const decoder =
      wanted === undefined || plan.isMigrated
        ? compileCodec(writer, options.avro)
        : compileResolver(writer, wanted, options.avro);
    const codec = plan.isMigrated ? compileCodec(wanted ?? writer, options.avro) : undefined;
    const around = plan.compile((value) => settle(codec, value));
    if (around === undefined) return decoder;
    return { decode: (bytes, start, end) => decoder.decode(bytes, start, end), rules: around };
  }

  async function loadWanted(latest: RegisteredSchema | undefined): Promise<Schema | undefined> {
    if (latest !== undefined) return loadAvroSchema(source, latest, `schema ${latest.id}`);
    return loadReader();
  }

  /** A value that rules brought to the reader's version, in the form of those that are decoded. */
  function settle(codec: Codec | undefined, value: unknown): unknown {
    try {
      return codec === undefined ? value : codec.decode(codec.encode(value));
    } catch (error) {
      const findings = readAvroFindings(error);
      const message = `the migrated value does not fit the reader's version: ${describeFindings(findings, error)}`;
      throw new SerdeError('rule', message, { findings, cause: error });
    }
  }

  function read(decoder: Decoder, id: number, bytes: Uint8Array): Value | Promise<Value> {
    const { rules: around } = decoder;
    if (around === undefined) return decode(decoder, id, bytes, ENVELOPE_BYTES);
    return around(bytes, ENVELOPE_BYTES, (payload, start) => decode(decoder, id, payload, start)) as
      | Value
      | Promise<Value>;
  }

  function decode(decoder: Decoder, id: number, bytes: Uint8Array, start: number): Value {
    try {
      return decoder.decode(bytes, start, bytes.length) as Value;
    } catch (error) {
      const findings = readAvroFindings(error, start);
      const message = `the bytes do not decode under schema ${id}: ${describeFindings(findings, error)}`;
      throw new SerdeError('malformed', message, { findings, cause: error });
    }
  }

  async function loadAndDecode(id: number, bytes: Uint8Array): Promise<Value> {
    const decoder = await decoders.get(id);
    if (decoder === undefined) throw new SerdeError('unknown-schema', `the registry does not know schema ${id}`);
    return read(decoder, id, bytes);
  }

  return {
    deserialize(bytes) {
      const id = requireEnvelope(bytes);
      const decoder = decoders.peek(id);
      return decoder === undefined ? loadAndDecode(id, bytes) : read(decoder, id, bytes);
    },
  };
}
