import { SchemaFormatError } from '@sluice/formats';
import type { Formats, ParsedSchema, SchemaReference } from '@sluice/formats';
import { createLoadingCache, resolveReferences, SerdeError } from '@sluice/serde';
import type { RegisteredSchema } from '@sluice/serde';
import { registryError } from './registry-error.ts';
import { compareVersions } from './store/store.ts';
import type { Store, StoreChange, StoredVersion } from './store/store.ts';

/** Text of schemas kept in memory: ids are read far more often than written. */
const MAX_CACHED_BYTES = 32 * 1024 * 1024;
const MAX_CACHED_SCHEMAS = 20_000;
const MAX_CACHED_MODELS = 500;

/**
 * The longest schema that is taken: what fits a record of Confluent's `_schemas` topic by Kafka's defaults. Parsing and
 * comparing block whatever else the process serves, and so are bounded with it.
 */
export const MAX_SCHEMA_BYTES = 1024 * 1024;

/** A schema as it came with a request. */
export interface SchemaText {
  readonly schemaType: string;
  readonly schema: string;
  readonly references: readonly SchemaReference[];
}

/** Schemas by id, from memory where possible, and parsed ones. */
export interface StoredSchemas {
  find(id: number): Promise<RegisteredSchema | undefined>;
  /** As `find` for an id that a version row names. */
  require(id: number): Promise<RegisteredSchema>;
  parseStored(id: number): Promise<ParsedSchema>;
  /** Throws INVALID_SCHEMA when the text, its type or one of its references is no good, or SCHEMA_TOO_LARGE. */
  parseText(text: SchemaText): Promise<ParsedSchema>;
  /** One of the versions that have this schema. */
  findHolder(id: number): Promise<StoredVersion | undefined>;
  /** Drops what a commit made untrue. */
  forget(changes: readonly StoreChange[]): void;
}

export function createStoredSchemas(store: Store, formats: Formats): StoredSchemas {
  const schemas = createLoadingCache<number, RegisteredSchema>({
    maxEntries: MAX_CACHED_SCHEMAS,
    maxSizeBytes: MAX_CACHED_BYTES,
    sizeBytes: ({ schema }) => schema.length * 2,
    load: (id) => store.readSchema(id),
  });
  const models = createLoadingCache<number, ParsedSchema>({
    maxEntries: MAX_CACHED_MODELS,
    load: async (id) => parse(await requireSchema(id)),
  });
  // Producers register the schema they were built with at every start: the same text comes again and again.
  const texts = createLoadingCache<string, ParsedSchema>({
    maxEntries: MAX_CACHED_MODELS,
    maxSizeBytes: MAX_CACHED_BYTES,
    sizeBytes: ({ canonical }) => canonical.length * 4,
    load: async () => undefined,
  });

  const holders = createLoadingCache<number, StoredVersion>({
    maxEntries: MAX_CACHED_SCHEMAS,
    async load(id) {
      const versions = (await store.listVersionsOfSchema(id)).toSorted(compareVersions);
      return versions.find(({ deleted }) => !deleted) ?? versions[0];
    },
  });

  async function requireSchema(id: number): Promise<RegisteredSchema> {
    const schema = await schemas.get(id);
    if (schema === undefined) throw registryError('STORE_ERROR', `a version names schema ${id}, which is not there`);
    return schema;
  }

  async function parse({ schemaType, schema, references }: SchemaText): Promise<ParsedSchema> {
    const standsAlone = references.length === 0;
    const known = standsAlone ? texts.peek(`${schemaType} ${schema}`) : undefined;
    if (known !== undefined) return known;
    try {
      const format = formats.require(schemaType);
      const parsed = format.parse(schema, await resolveReferences({ byVersion }, references));
      if (standsAlone) {
        texts.set(`${schemaType} ${schema}`, parsed);
        // It will be read back as the canonical text when the next version is compared with it.
        texts.set(`${schemaType} ${parsed.canonical}`, parsed);
      }
      return parsed;
    } catch (error) {
      if (error instanceof SchemaFormatError && error.findings[0]?.kind === 'unknown-type') {
        throw registryError('INVALID_SCHEMA', error.message);
      }
      if (error instanceof SchemaFormatError || error instanceof SerdeError) {
        throw registryError('INVALID_SCHEMA', `Invalid schema of type ${schemaType}, details: ${error.message}`);
      }
      throw error;
    }
  }

  async function byVersion(subject: string, version: number | 'latest') {
    const versions = await store.listVersions(subject);
    const found =
      version === 'latest' ? versions.findLast(({ deleted }) => !deleted) : versions.find((v) => v.version === version);
    return found === undefined ? undefined : { ...(await requireSchema(found.id)), ...found };
  }

  return {
    find: (id) => schemas.get(id),
    require: requireSchema,
    async parseStored(id) {
      const parsed = await models.get(id);
      if (parsed === undefined) throw registryError('STORE_ERROR', `schema ${id} cannot be parsed`);
      return parsed;
    },
    async parseText(text) {
      if (Buffer.byteLength(text.schema) <= MAX_SCHEMA_BYTES) return parse(text);
      throw registryError('SCHEMA_TOO_LARGE', MAX_SCHEMA_BYTES);
    },
    findHolder: (id) => holders.get(id),
    forget(changes) {
      for (const change of changes) {
        if (change.type === 'put-version') holders.delete(change.version.id);
        if (change.type === 'delete-version') holders.clear();
        if (change.type === 'delete-schema') {
          schemas.delete(change.id);
          models.delete(change.id);
        }
      }
    },
  };
}
