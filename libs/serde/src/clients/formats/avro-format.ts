import { compileCodec, compileResolver, formatSchema, parseSchema } from '@sluice/avro';
import type { Codec, CodecOptions, Schema } from '@sluice/avro';
import { describeFindings, readAvroFindings } from '../../avro-findings.ts';
import { loadAvroSchema } from '../../avro-schema.ts';
import { createLoadingCache } from '../../loading-cache.ts';
import type { RegisteredSchema } from '../../schema-source.ts';
import { SerdeError } from '../../serde-error.ts';
import { requireRegistry } from '../connection.ts';
import type { PartPlace, PartReader, PartWriter, PayloadFormat } from './payload-format.ts';
import { openFraming, requireSchema } from './register.ts';

export interface AvroFormatOptions {
  /** The schema as JSON text: what is written, and what is read into. */
  readonly schema: string;
  /** Compiled beforehand for this schema and these options; compiled here when absent. */
  readonly codec?: Codec;
  /** What the codec was compiled with; resolvers of other versions are too. */
  readonly options?: Omit<CodecOptions, 'engine'>;
}

/** Writer schemas kept with their resolvers. */
const MAX_SCHEMAS = 1000;

/** Avro with its schema's id. Values of other versions of the schema are resolved to this one. */
export function avroFormat<Value>({ schema, codec, options }: AvroFormatOptions): PayloadFormat<Value> {
  let parsed: Schema | undefined;
  const readSchema = (): Schema => (parsed ??= parseSchema(schema));
  const getCodec = (): Codec => (codec ??= compileCodec(readSchema(), options));

  async function openWriter(place: PartPlace): Promise<PartWriter<Value>> {
    const framing = await openFraming(place, { schema }, nameOf(readSchema()));
    const { topic, part } = place;
    const writer = getCodec();
    return {
      headers: framing.headers,
      write(value) {
        try {
          return framing.frame(writer.encode(value));
        } catch (error) {
          const findings = readAvroFindings(error);
          const what = `a ${part} for topic ${topic} does not fit schema ${framing.id} of subject ${framing.subject}`;
          const message = `${what}: ${describeFindings(findings, error)}`;
          throw new SerdeError('invalid-value', message, { findings, cause: error });
        }
      },
    };
  }

  function openReader({ connection, topic, part }: PartPlace): PartReader<Value> {
    const { schemas } = requireRegistry(connection, `the ${part} schema of topic ${topic}`);
    const decoders = createLoadingCache<number, Pick<Codec, 'decode'>>({ maxEntries: MAX_SCHEMAS, load: loadDecoder });

    async function loadDecoder(id: number): Promise<Pick<Codec, 'decode'> | undefined> {
      const written = await schemas.byId(id);
      if (written === undefined) return undefined;
      const writer = await loadAvroSchema(schemas, written, `schema ${id}`);
      if (formatSchema(writer) === formatSchema(readSchema())) return getCodec();
      return compileResolver(writer, readSchema(), options);
    }

    return {
      async read(received) {
        const schema = requireSchema(received);
        if (schema.schemaType !== 'AVRO') {
          throw new SerdeError('wrong-type', `schema ${schema.id} is ${schema.schemaType}, not AVRO`);
        }
        const decoder = decoders.peek(schema.id) ?? (await decoders.get(schema.id));
        if (decoder === undefined) throw new SerdeError('unknown-schema', `schema ${schema.id} is gone`);
        try {
          return decoder.decode(received.bytes) as Value;
        } catch (error) {
          const findings = readAvroFindings(error, received.offset);
          const message = `the bytes do not decode under schema ${schema.id}: ${describeFindings(findings, error)}`;
          throw new SerdeError('malformed', message, { findings, cause: error });
        }
      },
    };
  }

  function accepts({ schemaType, schema: text }: RegisteredSchema): boolean {
    if (schemaType !== 'AVRO') return false;
    const own = readSchema();
    const name = readName(text);
    return name === nameOf(own) || (name !== undefined && 'aliases' in own && own.aliases.includes(name));
  }

  return { marked: true, openWriter, openReader, accepts };
}

function nameOf(schema: Schema): string | undefined {
  return 'name' in schema ? schema.name : undefined;
}

/** The full name at the top of a schema's text; parsing it whole would need what it refers to. */
function readName(text: string): string | undefined {
  const schema: unknown = JSON.parse(text);
  if (typeof schema !== 'object' || schema === null || !('name' in schema) || typeof schema.name !== 'string') {
    return undefined;
  }
  const { name } = schema;
  const namespace = 'namespace' in schema && typeof schema.namespace === 'string' ? schema.namespace : '';
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}
