import { compileCodec, compileResolver, formatSchema, parseSchema } from '@sluice/avro';
import type { Codec, CodecOptions, Schema } from '@sluice/avro';
import { loadAvroSchema } from '../../avro-schema.ts';
import { createAvroFormat } from './avro-parts.ts';
import type { KnownReader } from './avro-parts.ts';
import type { PayloadFormat } from './payload-format.ts';

export interface AvroFormatOptions {
  /** The schema as JSON text: what is written, and what is read into. */
  readonly schema: string;
  /** Compiled beforehand for this schema and these options; compiled here when absent. */
  readonly codec?: Codec;
  /** What the codec was compiled with; resolvers of other versions are too. */
  readonly options?: Omit<CodecOptions, 'engine'>;
  /** Resolvers of other writers' schemas that were compiled beforehand. */
  readonly readers?: readonly KnownReader[];
}

/** Avro with its schema's id. Values of other versions of the schema are resolved to this one. */
export function avroFormat<Value>({ schema, codec, options, readers }: AvroFormatOptions): PayloadFormat<Value> {
  let parsed: Schema | undefined;
  const readSchema = (): Schema => (parsed ??= parseSchema(schema));
  const getCodec = (): Codec => (codec ??= compileCodec(readSchema(), options));
  let known: ReadonlyMap<string, Pick<Codec, 'decode'>> | undefined;
  const findKnown = (text: string): Pick<Codec, 'decode'> | undefined => {
    known ??= new Map(readers?.map((item) => [formatSchema(parseSchema(item.schema)), item.reader]));
    return text === formatSchema(readSchema()) ? getCodec() : known.get(text);
  };
  return createAvroFormat({
    schema,
    getCodec,
    async loadDecoder(written, schemas) {
      const writer = await loadAvroSchema(schemas, written, `schema ${written.id}`);
      return findKnown(formatSchema(writer)) ?? compileResolver(writer, readSchema(), options);
    },
  });
}
