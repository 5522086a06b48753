import { createHash } from 'node:crypto';
import { SchemaFormatError } from '@sluice/formats';
import type { Formats, ParsedSchema, SchemaReference } from '@sluice/formats';
import {
  createLoadingCache,
  DEFAULT_CONTEXT,
  MAX_REFERENCES,
  qualifySubject,
  resolveReferences,
  SerdeError,
  splitSubject,
} from '@sluice/serde';
import type { Freshness } from './freshness.ts';
import { registryError } from './registry-error.ts';
import { compareVersions } from './store/store.ts';
import type { SchemaKey, Store, StoreChange, StoredSchema, StoredVersion } from './store/store.ts';

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

/** A schema's text as it came with a request. */
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

export interface ReadOptions {
  /** In which subjects without a context are meant. */
  readonly context: string;
  /** A new schema may not refer to soft-deleted versions. */
  readonly isNew?: boolean;
  readonly normalize?: boolean;
}

/** Schemas by id, from memory where possible, and parsed ones. */
export interface StoredSchemas {
  find(context: string, id: number): Promise<StoredSchema | undefined>;
  /** As `find` for a row that names the schema. */
  require(row: StoredVersion): Promise<StoredSchema>;
  parseStored(key: SchemaKey): Promise<ParsedSchema>;
  /** Throws INVALID_SCHEMA when the text, its type or one of its references is no good, or SCHEMA_TOO_LARGE. */
  readText(text: SchemaText, options: ReadOptions): Promise<ReadText>;
  /** One of the versions that have this schema. */
  findHolder(context: string, id: number): Promise<StoredVersion | undefined>;
  /** Drops what a commit of this process made untrue. */
  forget(changes: readonly StoreChange[]): void;
  /** Drops what another process may have made untrue: what an id names only where it deleted schemas. */
  forgetOthers(change: { readonly purged: boolean }): void;
}

/** A parsed schema and what it holds, roughly. */
interface Model {
  readonly parsed: ParsedSchema;
  readonly sizeBytes: number;
}

/** Ids of the default context stand for themselves, so that looking them up makes nothing. */
type CacheKey = number | string;

export function createStoredSchemas(store: Store, formats: Formats, freshness: Freshness): StoredSchemas {
  const schemas = createLoadingCache<CacheKey, StoredSchema>({
    maxEntries: MAX_CACHED_SCHEMAS,
    maxSizeBytes: MAX_CACHED_BYTES,
    sizeBytes: (schema) => (schema.schema.length + measureContract(schema)) * 2,
    load: (key) => store.readSchema(...readKey(key)),
  });
  const models = createLoadingCache<CacheKey, Model>({
    maxEntries: MAX_CACHED_MODELS,
    maxSizeBytes: MAX_MODEL_BYTES,
    sizeBytes: ({ sizeBytes }) => sizeBytes,
    async load(key) {
      const schema = await schemas.get(key);
      return schema === undefined ? undefined : parse(schema, { context: schema.context }, listOnce());
    },
  });
  // Producers register the schema they were built with at every start: the same text comes again and again.
  const texts = createLoadingCache<string, Model>({
    maxEntries: MAX_CACHED_MODELS,
    maxSizeBytes: MAX_MODEL_BYTES,
    sizeBytes: ({ sizeBytes }) => sizeBytes,
    load: async () => undefined,
  });
  const holders = createLoadingCache<CacheKey, StoredVersion>({
    maxEntries: MAX_CACHED_SCHEMAS,
    async load(key) {
      const versions = (await store.listVersionsOfSchema(...readKey(key))).toSorted(compareVersions);
      return versions.find(({ deleted }) => !deleted) ?? versions[0];
    },
  });

  async function requireSchema({ subject, id }: StoredVersion): Promise<StoredSchema> {
    const schema = await schemas.get(makeKey(splitSubject(subject).context, id));
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

  async function parse(text: SchemaText, { context, normalize }: ReadOptions, list: ListVersions): Promise<Model> {
    const { schemaType, schema, references } = text;
    const keys: CacheKey[] = [];
    async function byVersion(subject: string, version: number | 'latest') {
      const found = pickVersion(await list(subject), version);
      if (found === undefined) return undefined;
      keys.push(makeKey(splitSubject(subject).context, found.id));
      return { ...(await requireSchema(found)), ...found };
    }
    try {
      const resolved = references.length === 0 ? [] : await resolveReferences({ byVersion }, references, context);
      // An id names one content for ever, so the ids stand for the texts behind the references.
      const key = hashText(`${schemaType} ${normalize === true}`, schema, keys);
      const known = texts.peek(key);
      if (known !== undefined) return known;
      const format = await formats.require(schemaType);
      const asWritten = format.parse(schema, resolved);
      const parsed = normalize === true ? format.normalize(asWritten) : asWritten;
      const length = resolved.reduce((sum, reference) => sum + reference.schema.length, parsed.canonical.length);
      const model = { parsed, sizeBytes: length * MODEL_BYTES_PER_CHARACTER };
      texts.set(key, model);
      // It will be read back as the canonical text when the next version is compared with it.
      texts.set(hashText(`${schemaType} false`, parsed.canonical, keys), model);
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
    async find(context, id) {
      if (!freshness.isFresh()) await freshness.refresh();
      return schemas.get(makeKey(context, id));
    },
    require: requireSchema,
    async parseStored({ context, id }) {
      const model = await models.get(makeKey(context, id));
      if (model === undefined) throw registryError('STORE_ERROR', `schema ${id} cannot be parsed`);
      return model.parsed;
    },
    async readText(text, options) {
      if (Buffer.byteLength(text.schema) > MAX_SCHEMA_BYTES) throw registryError('SCHEMA_TOO_LARGE');
      if (text.references.length > MAX_REFERENCES) {
        throw registryError('INVALID_SCHEMA', `A schema may have at most ${MAX_REFERENCES} references`);
      }
      const list = listOnce();
      const found: SchemaReference[] = [];
      for (const reference of text.references) {
        const { version } = reference;
        const subject = qualifySubject(options.context, reference.subject);
        const row = pickVersion(await list(subject), version === -1 ? 'latest' : version);
        if (row === undefined || (options.isNew === true && row.deleted)) {
          const message = `No schema reference found for subject "${subject}" and version ${version}`;
          throw registryError('INVALID_SCHEMA', `Invalid schema of type ${text.schemaType}, details: ${message}`);
        }
        found.push({ ...reference, version: row.version });
      }
      const references = options.normalize === true ? sortReferences(found) : found;
      const { parsed } = await parse({ ...text, references }, options, list);
      return { parsed, references };
    },
    async findHolder(context, id) {
      if (!freshness.isFresh()) await freshness.refresh();
      return holders.get(makeKey(context, id));
    },
    forget(changes) {
      for (const change of changes) {
        if (change.type === 'put-version') {
          const { subject, id } = change.version;
          holders.delete(makeKey(splitSubject(subject).context, id));
        }
        if (change.type === 'delete-version') holders.clear();
        if (change.type === 'delete-schema') {
          const key = makeKey(change.context, change.id);
          schemas.delete(key);
          models.delete(key);
        }
      }
    },
    forgetOthers({ purged }) {
      holders.clear();
      if (!purged) return;
      schemas.clear();
      models.clear();
    },
  };
}

/** The characters that metadata and rules take. */
export function measureContract({
  metadata,
  ruleSet,
}: {
  readonly metadata?: unknown;
  readonly ruleSet?: unknown;
}): number {
  const parts = [metadata, ruleSet].filter((part) => part !== undefined);
  return parts.reduce<number>((sum, part) => sum + JSON.stringify(part).length, 0);
}

type ListVersions = (subject: string) => Promise<readonly StoredVersion[]>;

function makeKey(context: string, id: number): CacheKey {
  return context === DEFAULT_CONTEXT ? id : `${id} ${context}`;
}

function readKey(key: CacheKey): [context: string, id: number] {
  if (typeof key === 'number') return [DEFAULT_CONTEXT, key];
  const end = key.indexOf(' ');
  return [key.slice(end + 1), Number(key.slice(0, end))];
}

function pickVersion(versions: readonly StoredVersion[], version: number | 'latest'): StoredVersion | undefined {
  return version === 'latest'
    ? versions.findLast(({ deleted }) => !deleted)
    : versions.find((candidate) => candidate.version === version);
}

/** By subject and version, each once, as schemas in normal form have them. */
function sortReferences(references: readonly SchemaReference[]): readonly SchemaReference[] {
  const byText = new Map(references.map((reference) => [JSON.stringify(reference), reference]));
  return [...byText.values()].toSorted((a, b) =>
    a.subject === b.subject ? a.version - b.version : a.subject < b.subject ? -1 : 1,
  );
}

function hashText(kind: string, schema: string, references: readonly CacheKey[]): string {
  return createHash('sha256').update(`${kind} ${references.join()} `).update(schema).digest('base64');
}
