import type { RegisteredSchema } from '@sluice/serde';
import type { Settings, Store, StoreChange, StoredSubject, StoredVersion } from './store.ts';

/** Keeps everything in this process, and nothing after it. */
export function createMemoryStore(): Store {
  let revision = 0;
  let nextId = 1;
  const schemas = new Map<number, RegisteredSchema>();
  const idsByGuid = new Map<string, number>();
  const retired = new Map<number, string>();
  const subjects = new Map<string, Map<number, StoredVersion>>();
  const settings = new Map<string, Settings>();

  function apply(change: StoreChange): void {
    switch (change.type) {
      case 'put-schema': {
        const { schema } = change;
        schemas.set(schema.id, schema);
        idsByGuid.set(schema.guid, schema.id);
        nextId = Math.max(nextId, schema.id + 1);
        return;
      }
      case 'delete-schema': {
        const schema = schemas.get(change.id);
        schemas.delete(change.id);
        if (schema === undefined) return;
        idsByGuid.delete(schema.guid);
        retired.set(schema.id, schema.guid);
        return;
      }
      case 'put-version': {
        const { version } = change;
        const versions = subjects.get(version.subject) ?? new Map<number, StoredVersion>();
        subjects.set(version.subject, versions.set(version.version, version));
        return;
      }
      case 'delete-version': {
        const versions = subjects.get(change.subject);
        versions?.delete(change.version);
        if (versions?.size === 0) subjects.delete(change.subject);
        return;
      }
      case 'put-settings':
        if (Object.keys(change.settings).length === 0) settings.delete(change.scope);
        else settings.set(change.scope, change.settings);
    }
  }

  /** The one thing that can go wrong here, found before anything is changed. */
  function checkUnique(change: StoreChange): void {
    if (change.type !== 'put-schema') return;
    const { id, guid } = change.schema;
    if (schemas.has(id) || idsByGuid.has(guid)) throw new Error(`schema ${id} or its guid ${guid} is there already`);
  }

  function* walkVersions(): Generator<StoredVersion> {
    for (const versions of subjects.values()) yield* versions.values();
  }

  return {
    readHead: async () => ({ revision, nextId }),
    readSchema: async (id) => schemas.get(id),
    readRetiredGuid: async (id) => retired.get(id),
    readSchemaByGuid: async (guid) => schemas.get(idsByGuid.get(guid) ?? -1),
    listVersions: async (subject) =>
      [...(subjects.get(subject)?.values() ?? [])].toSorted((a, b) => a.version - b.version),
    listVersionsOfSchema: async (id) => [...walkVersions().filter((version) => version.id === id)],
    listVersionsByPrefix: async (prefix) => [...walkVersions().filter(({ subject }) => subject.startsWith(prefix))],
    async listSubjects(prefix) {
      const found: StoredSubject[] = [];
      for (const [subject, versions] of subjects) {
        if (!subject.startsWith(prefix)) continue;
        found.push({ subject, deleted: versions.values().every((version) => version.deleted) });
      }
      return found;
    },
    async listReferrers(subject, version) {
      const refers = (schema: RegisteredSchema) =>
        schema.references.some((reference) => reference.subject === subject && reference.version === version);
      return [...schemas.values().filter(refers)].map(({ id }) => id);
    },
    readSettings: async (scope) => settings.get(scope) ?? {},
    async commit(expected, changes) {
      if (expected !== revision) return false;
      for (const change of changes) checkUnique(change);
      for (const change of changes) apply(change);
      revision++;
      return true;
    },
    close: async () => {},
  };
}
