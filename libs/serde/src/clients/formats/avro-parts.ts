import type { Codec, Resolver } from '@sluice/avro';
import { describeFindings, readAvroFindings } from '../../avro-findings.ts';
import { createLoadingCache } from '../../loading-cache.ts';
import type { SchemaCache } from '../../schema-cache.ts';
import type { RegisteredSchema } from '../../schema-source.ts';
import { SerdeError } from '../../serde-error.ts';
import { requireRegistry } from '../connection.ts';
import type { PartPlace, PartReader, PartWriter, PayloadFormat } from './payload-format.ts';
import { openFraming, requireSchema } from './register.ts';

/** What formats of Avro differ in: how a codec and the resolvers of other versions come to be. */
export interface AvroParts {
  /** The schema as JSON text: what is written, and what is read into. */
  readonly schema: string;
  readonly getCodec: () => Codec;
  /** What reads the values of another schema. @throws SerdeError where nothing does */
  readonly loadDecoder: (
    written: RegisteredSchema,
    schemas: SchemaCache,
    place: PartPlace,
  ) => Promise<Pick<Codec, 'decode'>>;
}

/** Reads what was written with another schema. */
export interface KnownReader {
  /** The writer's schema as JSON text. */
  readonly schema: string;
  readonly reader: Pick<Resolver, 'decode'>;
}

/** Writer schemas kept with their resolvers. */
const MAX_SCHEMAS = 1000;

/** Avro with its schema's id. Values of other versions of the schema are resolved to this one. */
export function createAvroFormat<Value>({ schema, getCodec, loadDecoder }: AvroParts): PayloadFormat<Value> {
  const own = readNames(schema);

  async function openWriter(place: PartPlace): Promise<PartWriter<Value>> {
    const framing = await openFraming(place, { schema }, own.name);
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

  function openReader(place: PartPlace): PartReader<Value> {
    const { connection, topic, part } = place;
    const { schemas } = requireRegistry(connection, `the ${part} schema of topic ${topic}`);
    const decoders = createLoadingCache<number, Pick<Codec, 'decode'>>({
      maxEntries: MAX_SCHEMAS,
      load: async (id) => {
        const written = await schemas.byId(id);
        return written && loadDecoder(written, schemas, place);
      },
    });
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
    const { name } = readNames(text);
    return name === own.name || (name !== undefined && own.aliases.includes(name));
  }

  return { marked: true, openWriter, openReader, accepts };
}

/** The full names at the top of a schema's text; parsing it whole would need what it refers to. */
export function readNames(text: string): { readonly name: string | undefined; readonly aliases: readonly string[] } {
  const { name, namespace, aliases = [] } = (JSON.parse(text) ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof name !== 'string') return { name: undefined, aliases: [] };
  const own = qualify(name, typeof namespace === 'string' ? namespace : '');
  const place = own.slice(0, Math.max(0, own.lastIndexOf('.')));
  return { name: own, aliases: (aliases as readonly string[]).map((alias) => qualify(alias, place)) };
}

/** A name as written within a namespace, in full. */
export function qualify(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}
