import { createHash } from 'node:crypto';
import { SchemaFormatError } from '@sluice/formats';
import type { Formats, ParsedSchema, SchemaReference } from '@sluice/formats';
import { createLoadingCache, MAX_REFERENCES, resolveReferences, SerdeError } from '@sluice/serde';
import type { RegisteredSchema } from '@sluice/serde';
import { registryError } from './registry-error.ts';
import { compareVersions } from './store/store.ts';
import type { Store, StoreChange, StoredVersion } from './store/store.ts';

/** Text of schemas kept in memory: ids are read far more often than written. */
const MAX_CACHED_BYTES = 32 * 1024 * 1024;
const MAX_CACHED_SCHEMAS = 20_000;

/** Parsed schemas kept in memory, and what one holds, roughly, for each character of its text. */
const MAX_CACHED_MODELS = 500;
const MAX_MODEL_BYTES = 64 * 1024 * 1024;
const MODEL_BYTES_PER_CHARACTER = 12;

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

/** A text understood. */
export interface ReadText {
  readonly parsed: ParsedSchema;
  /** Those of the text, with the versions that stood behind -1. */
  readonly references: readonly SchemaReference[];
}

/** Schemas by id, from memory where possible, and parsed ones. */
export interface StoredSchemas {
  find(id: number): Promise<RegisteredSchema | undefined>;
  /** As `find` for an id that a version row names. */
  require(id: number): Promise<RegisteredSchema>;
  parseStored(id: number): Promise<ParsedSchema>;
  /**
   * Throws INVALID_SCHEMA when the text, its type or one of its references is no good, or SCHEMA_TOO_LARGE. A new schema
   * may not refer to soft-deleted versions.
   */
  readText(text: SchemaText, options?: { isNew?: boolean }): Promise<ReadText>;
  /** One of the versions that have this schema. */
  findHolder(id: number): Promise<StoredVersion | undefined>;
  /** Drops what a commit of this process made untrue; it moved the store on from `revision`. */
  forget(changes: readonly StoreChange[], revision: number): void;
  /** Drops what may be untrue when the store stands elsewhere than this process left it. */
  noticeRevision(revision: number): void;
}

export interface StoredSchemasOptions {
  /** How long an answer from memory may lag behind other processes. */
  readonly maxStaleMs: number;
  /** Called when another process was found to have written. */
  readonly onOtherWriter: () => void;
}

/** A parsed schema and what it holds, roughly. */
interface Model {
  readonly parsed: ParsedSchema;
  readonly sizeBytes: number;
}

export function createStoredSchemas(store: Store, formats: Formats, options: StoredSchemasOptions): StoredSchemas {
  const schemas = createLoadingCache<number, RegisteredSchema>({
    maxEntries: MAX_CACHED_SCHEMAS,
    maxSizeBytes: MAX_CACHED_BYTES,
    sizeBytes: ({ schema }) => schema.length * 2,
    load: (id) => store.readSchema(id),
  });
  const models = createLoadingCache<number, Model>({
    maxEntries: MAX_CACHED_MODELS,
    maxSizeBytes: MAX_MODEL_BYTES,
    sizeBytes: ({ sizeBytes }) => sizeBytes,
    load: async (id) => parse(await requireSchema(id), listOnce()),
  });
  // Producers register the schema they were built with at every start: the same text comes again and again.
  const texts = createLoadingCache<string, Model>({
    maxEntries: MAX_CACHED_MODELS,
    maxSizeBytes: MAX_MODEL_BYTES,
    sizeBytes: ({ sizeBytes }) => sizeBytes,
    load: async () => undefined,
  });
  const holders = createLoadingCache<number, StoredVersion>({
    maxEntries: MAX_CACHED_SCHEMAS,
    async load(id) {
      const versions = (await store.listVersionsOfSchema(id)).toSorted(compareVersions);
      return versions.find(({ deleted }) => !deleted) ?? versions[0];
    },
  });
  let knownRevision: number | undefined;
  let checkedAtMs = -Infinity;

  async function refresh(): Promise<void> {
    if (performance.now() - checkedAtMs < options.maxStaleMs) return;
    noticeRevision((await store.readHead()).revision);
  }

  function noticeRevision(revision: number): void {
    checkedAtMs = performance.now();
    // A head that was read before our own last commit says nothing new.
    if (knownRevision !== undefined && revision <= knownRevision) return;
    const isFirst = knownRevision === undefined;
    knownRevision = revision;
    if (isFirst) return;
    schemas.clear();
    models.clear();
    holders.clear();
    options.onOtherWriter();
  }

  async function requireSchema(id: number): Promise<RegisteredSchema> {
    const schema = await schemas.get(id);
    if (schema === undefined) throw registryError('STORE_ERROR', `a version names schema ${id}, which is not there`);
    return schema;
  }

  /** Many references are often to few subjects: each is listed once. */
  function listOnce(): ListVersions {
    const lists = new Map<string, Promise<readonly StoredVersion[]>>();
    return (subject) => {
      const list = lists.get(subject) ?? store.listVersions(subject);
      lists.set(subject, list);
      return list;
    };
  }

  async function parse({ schemaType, schema, references }: SchemaText, list: ListVersions): Promise<Model> {
    const ids: number[] = [];
    async function byVersion(subject: string, version: number | 'latest') {
      const found = pickVersion(await list(subject), version);
      if (found === undefined) return undefined;
      ids.push(found.id);
      return { ...(await requireSchema(found.id)), ...found };
    }
    try {
      const resolved = references.length === 0 ? [] : await resolveReferences({ byVersion }, references);
      // An id names one content for ever, so the ids stand for the texts behind the references.
      const key = hashText(schemaType, schema, ids);
      const known = texts.peek(key);
      if (known !== undefined) return known;
      const parsed = (await formats.require(schemaType)).parse(schema, resolved);
      const length = resolved.reduce((sum, reference) => sum + reference.schema.length, parsed.canonical.length);
      const model = { parsed, sizeBytes: length * MODEL_BYTES_PER_CHARACTER };
      texts.set(key, model);
      // It will be read back as the canonical text when the next version is compared with it.
      texts.set(hashText(schemaType, parsed.canonical, ids), model);
      return model;
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

  return {
    async find(id) {
      await refresh();
      return schemas.get(id);
    },
    require: requireSchema,
    async parseStored(id) {
      const model = await models.get(id);
      if (model === undefined) throw registryError('STORE_ERROR', `schema ${id} cannot be parsed`);
      return model.parsed;
    },
    async readText(text, { isNew = false } = {}) {
      if (Buffer.byteLength(text.schema) > MAX_SCHEMA_BYTES) throw registryError('SCHEMA_TOO_LARGE', MAX_SCHEMA_BYTES);
      if (text.references.length > MAX_REFERENCES) {
        throw registryError('INVALID_SCHEMA', `A schema may have at most ${MAX_REFERENCES} references`);
      }
      const list = listOnce();
      const references: SchemaReference[] = [];
      for (const reference of text.references) {
        const { subject, version } = reference;
        const found = pickVersion(await list(subject), version === -1 ? 'latest' : version);
        if (found === undefined || (isNew && found.deleted)) {
          const message = `No schema reference found for subject "${subject}" and version ${version}`;
          throw registryError('INVALID_SCHEMA', `Invalid schema of type ${text.schemaType}, details: ${message}`);
        }
        references.push({ ...reference, version: found.version });
      }
      const { parsed } = await parse({ ...text, references }, list);
      return { parsed, references };
    },
    async findHolder(id) {
      await refresh();
      return holders.get(id);
    },
    forget(changes, revision) {
      if (knownRevision === undefined || knownRevision === revision) knownRevision = revision + 1;
      for (const change of changes) {
        if (change.type === 'put-version') holders.delete(change.version.id);
        if (change.type === 'delete-version') holders.clear();
        if (change.type === 'delete-schema') {
          schemas.delete(change.id);
          models.delete(change.id);
        }
      }
    },
    noticeRevision,
  };
}

type ListVersions = (subject: string) => Promise<readonly StoredVersion[]>;

function pickVersion(versions: readonly StoredVersion[], version: number | 'latest'): StoredVersion | undefined {
  return version === 'latest'
    ? versions.findLast(({ deleted }) => !deleted)
    : versions.find((candidate) => candidate.version === version);
}

function hashText(schemaType: string, schema: string, referencedIds: readonly number[]): string {
  return createHash('sha256').update(`${schemaType} ${referencedIds.join()} `).update(schema).digest('base64');
}
