import { createLoadingCache } from './loading-cache.ts';
import type { RegisteredSchema, SchemaSource } from './schema-source.ts';

export interface SchemaCacheOptions {
  /** Schemas kept by id, and as many by guid; 1,000 when absent. */
  readonly maxSchemas?: number;
}

/** A source with a memory for what never changes under a name: the schema behind an id or a guid. */
export interface SchemaCache extends SchemaSource {
  /** The schema if it is already here. */
  peekById(id: number): RegisteredSchema | undefined;
  close(): void;
}

/**
 * Keeps schemas by id and guid. Misses are never kept, and concurrent ones share one question to `source`.
 * What can change (a subject's versions, its latest) is asked for each time.
 */
export function createSchemaCache(source: SchemaSource, options: SchemaCacheOptions = {}): SchemaCache {
  const { maxSchemas = 1000 } = options;
  const schemasById = createLoadingCache<number, RegisteredSchema>({
    maxEntries: maxSchemas,
    load: (id) => source.byId(id),
  });
  const schemasByGuid = createLoadingCache<string, RegisteredSchema>({
    maxEntries: maxSchemas,
    load: (guid) => source.byGuid(guid),
  });

  return {
    peekById: (id) => schemasById.peek(id),
    byId: (id) => schemasById.get(id),
    byGuid: (guid) => schemasByGuid.get(guid),
    bySubject: (subject) => source.bySubject(subject),
    byVersion: (subject, version) => source.byVersion(subject, version),
    changes: (listener) => source.changes(listener),
    close() {
      schemasById.clear();
      schemasByGuid.clear();
    },
  };
}
