import type { Codec } from '@sluice/avro';
import type { SchemaCache } from '../../schema-cache.ts';
import { MAX_REFERENCES } from '../../schema-source.ts';
import type { RegisteredSchema } from '../../schema-source.ts';
import { SerdeError } from '../../serde-error.ts';
import { createAvroFormat, qualify, readNames } from './avro-parts.ts';
import type { KnownReader } from './avro-parts.ts';
import type { PayloadFormat } from './payload-format.ts';
import { subjectOf } from './register.ts';

export interface KnownAvroFormatOptions {
  /** The schema as JSON text: what is written, and what is read into. */
  readonly schema: string;
  readonly codec: Codec;
  readonly readers?: readonly KnownReader[];
}

/** As `avroFormat`, without a compiler: it reads what its own schema and `readers` wrote, and refuses all else. */
export function knownAvroFormat<Value>({ schema, codec, readers = [] }: KnownAvroFormatOptions): PayloadFormat<Value> {
  let known: Map<string, Pick<Codec, 'decode'>> | undefined;
  return createAvroFormat({
    schema,
    getCodec: () => codec,
    async loadDecoder(written, schemas, place) {
      known ??= new Map(
        [...readers, { schema, reader: codec }].map((item) => [writeShape([item.schema]), item.reader]),
      );
      const decoder = known.get(writeShape(await collectTexts(schemas, written)));
      if (decoder !== undefined) return decoder;
      const subject = subjectOf(place, readNames(schema).name);
      throw new SerdeError(
        'unknown-schema',
        `schema ${written.id} (subject ${subject}) is none that this code was generated with: generate it again with ` +
          'that version at hand (--registry), or without --standalone, to read any schema',
      );
    },
  });
}

/** The texts of a schema and all that it refers to. */
async function collectTexts(
  schemas: SchemaCache,
  { schema, references }: RegisteredSchema,
  depth = 0,
): Promise<readonly string[]> {
  const texts: string[] = [];
  for (const { subject, version } of references) {
    const found = await schemas.byVersion(subject, version === -1 ? 'latest' : version);
    if (found !== undefined && depth < MAX_DEPTH) texts.push(...(await collectTexts(schemas, found, depth + 1)));
    if (texts.length > MAX_REFERENCES) throw new SerdeError('invalid-schema', 'a schema refers to too many others');
  }
  return [...texts, schema];
}

const MAX_DEPTH = 16;

const PRIMITIVE = /^(?:null|boolean|int|long|float|double|bytes|string)$/;

type Json = string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * What of a schema decides how its values are read, as text: Avro's canonical form, more or less. The last text is the
 * schema, and those before are what it refers to.
 */
export function writeShape(texts: readonly string[]): string {
  const definitions = new Map<string, () => string>();
  const written = new Set<string>();
  const schemas = texts.map((text) => JSON.parse(text) as Json);
  for (const schema of schemas.slice(0, -1)) collect(schema, '');
  return write(schemas.at(-1) ?? 'null', '');

  /** Walks as `write` does, to note what the named types within are. */
  function collect(schema: Json, namespace: string): void {
    if (typeof schema === 'string') return;
    if (isList(schema)) return schema.forEach((branch) => collect(branch, namespace));
    const { type = '', name, items, values, fields = [] } = schema;
    if (typeof type !== 'string') return collect(type, namespace);
    const inner = namespaceOf(schema, namespace);
    if (typeof name === 'string') {
      definitions.set(qualify(name, inner), () => write(schema, namespace));
    }
    for (const part of [items, values, ...(fields as readonly { type: Json }[]).map((field) => field.type)]) {
      if (part !== undefined) collect(part, inner);
    }
  }

  function write(schema: Json, namespace: string): string {
    if (typeof schema === 'string') {
      const name = PRIMITIVE.test(schema) ? schema : qualify(schema, namespace);
      return (written.has(name) ? undefined : definitions.get(name)?.()) ?? JSON.stringify(name);
    }
    if (isList(schema)) return `[${schema.map((branch) => write(branch, namespace)).join(',')}]`;
    const { type = '', name, items, values, fields, symbols, size } = schema;
    // A type in a wrapper, or a primitive one with attributes.
    if (typeof type !== 'string' || PRIMITIVE.test(type)) return write(type, namespace);
    const inner = namespaceOf(schema, namespace);
    const own = typeof name === 'string' ? qualify(name, inner) : undefined;
    if (own !== undefined) written.add(own);
    const parts = (fields as readonly { name: string; type: Json }[] | undefined)?.map(
      (field) => `${JSON.stringify(field.name)}:${write(field.type, inner)}`,
    );
    const content = parts ?? symbols ?? size ?? write(items ?? values ?? 'null', inner);
    return JSON.stringify([type, own, content]);
  }
}

/** A dot in the name is the namespace's. */
function namespaceOf({ name, namespace }: Readonly<Record<string, Json | undefined>>, outer: string): string {
  if (typeof name !== 'string') return outer;
  const dot = name.lastIndexOf('.');
  if (dot >= 0) return name.slice(0, dot);
  return typeof namespace === 'string' ? namespace : outer;
}

const isList: (schema: Json) => schema is readonly Json[] = Array.isArray;
