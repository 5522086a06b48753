import { qualifySubject, splitSubject } from '@sluice/serde';
import type { Association } from '../association.ts';
import type { Settings } from '../settings.ts';
import { deletesSchema } from './store.ts';
import type {
  AuditEntry,
  Store,
  StoreChange,
  StoredContext,
  StoredSchema,
  StoredSubject,
  StoredVersion,
  SubjectRange,
} from './store.ts';

/** The schemas of one context. */
interface Space {
  nextId: number;
  listed: boolean;
  readonly schemas: Map<number, StoredSchema>;
  readonly idsByGuid: Map<string, number>;
  readonly retired: Map<number, string>;
}

/** Keeps everything in this process, and nothing after it. */
export function createMemoryStore(): Store {
  let revision = 0;
  let lastPurge = 0;
  const spaces = new Map<string, Space>();
  const subjects = new Map<string, Map<number, StoredVersion>>();
  const settings = new Map<string, Settings>();
  const associations = new Map<string, Association>();
  let audit: AuditEntry[] = [];
  let nextSeq = 1;

  function apply(change: StoreChange): void {
    switch (change.type) {
      case 'put-schema': {
        const { schema } = change;
        const space = spaces.get(schema.context) ?? createSpace();
        spaces.set(schema.context, space);
        space.schemas.set(schema.id, schema);
        space.idsByGuid.set(schema.guid, schema.id);
        space.nextId = Math.max(space.nextId, schema.id + 1);
        space.listed = true;
        return;
      }
      case 'delete-schema': {
        const space = spaces.get(change.context);
        const schema = space?.schemas.get(change.id);
        if (space === undefined || schema === undefined) return;
        space.schemas.delete(change.id);
        space.idsByGuid.delete(schema.guid);
        space.retired.set(schema.id, schema.guid);
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
        return;
      case 'delete-context': {
        const space = spaces.get(change.context);
        if (space !== undefined) space.listed = false;
        return;
      }
      case 'put-context': {
        const { context, nextId, listed } = change.context;
        const space = spaces.get(context) ?? { ...createSpace(), listed: false };
        spaces.set(context, space);
        space.nextId = Math.max(space.nextId, nextId);
        space.listed ||= listed;
        return;
      }
      case 'retire-id': {
        const { context, id, guid } = change.retired;
        const space = spaces.get(context) ?? { ...createSpace(), listed: false };
        spaces.set(context, space);
        if (!space.retired.has(id)) space.retired.set(id, guid);
        space.nextId = Math.max(space.nextId, id + 1);
        return;
      }
      case 'put-association':
        associations.set(change.association.guid, change.association);
        return;
      case 'delete-association':
        associations.delete(change.guid);
        return;
      case 'add-audit':
        audit.push({ ...change.record, seq: nextSeq++ });
        return;
      case 'trim-audit':
        audit = audit.slice(-change.maxEntries).filter(({ atMs }) => atMs >= change.sinceMs);
    }
  }

  /** The one thing that can go wrong here, found before anything is changed. */
  function checkUnique(change: StoreChange): void {
    if (change.type !== 'put-schema') return;
    const { context, id, guid } = change.schema;
    const space = spaces.get(context);
    if (space?.schemas.has(id) === true || space?.idsByGuid.has(guid) === true) {
      throw new Error(`schema ${id} or its guid ${guid} is there already`);
    }
  }

  function* walkVersions(): Generator<StoredVersion> {
    for (const versions of subjects.values()) yield* versions.values();
  }

  function* walkSchemas(): Generator<StoredSchema> {
    for (const space of spaces.values()) yield* space.schemas.values();
  }

  return {
    readHead: async () => ({ revision, lastPurge }),
    async readContext(context) {
      const space = spaces.get(context);
      return space === undefined ? undefined : describeSpace(context, space);
    },
    listContexts: async () => [...spaces].map(([context, space]) => describeSpace(context, space)),
    readSchema: async (context, id) => spaces.get(context)?.schemas.get(id),
    readRetiredGuid: async (context, id) => spaces.get(context)?.retired.get(id),
    async readSchemaByGuid(context, guid) {
      const space = spaces.get(context);
      return space?.schemas.get(space.idsByGuid.get(guid) ?? -1);
    },
    listSchemasByGuid: async (guid) => [...walkSchemas().filter((schema) => schema.guid === guid)],
    listVersions: async (subject) =>
      [...(subjects.get(subject)?.values() ?? [])].toSorted((a, b) => a.version - b.version),
    listVersionsOfSchema: async (context, id) => [
      ...walkVersions().filter((version) => version.id === id && splitSubject(version.subject).context === context),
    ],
    listVersionsInRange: async (range) => [...walkVersions().filter(({ subject }) => isWithin(subject, range))],
    async listSubjects(range) {
      const found: StoredSubject[] = [];
      for (const [subject, versions] of subjects) {
        if (!isWithin(subject, range)) continue;
        found.push({ subject, deleted: versions.values().every((version) => version.deleted) });
      }
      return found;
    },
    async listReferrers(subject, version) {
      const refers = ({ context, references }: StoredSchema) =>
        references.some((to) => to.version === version && qualifySubject(context, to.subject) === subject);
      return [...walkSchemas().filter(refers)].map(({ context, id }) => ({ context, id }));
    },
    readSettings: async (scope) => settings.get(scope) ?? {},
    listSettings: async () => [...settings].map(([scope, value]) => ({ scope, settings: value })),
    listAssociations: async (key) => {
      const [[name, value] = ['', '']] = Object.entries(key);
      return [...associations.values().filter((association) => Reflect.get(association, name) === value)];
    },
    listAudit: async ({ sinceMs = 0, principal, subject, beforeSeq = Infinity, limit }) =>
      audit
        .filter(
          (entry) =>
            entry.seq < beforeSeq &&
            entry.atMs >= sinceMs &&
            (principal === undefined || entry.principal === principal) &&
            (subject === undefined || entry.subjects.includes(subject)),
        )
        .toReversed()
        .slice(0, limit),
    readContent: async () => ({
      revision,
      contexts: [...spaces].map(([context, space]) => describeSpace(context, space)),
      schemas: [...walkSchemas()],
      versions: [...walkVersions()],
      settings: [...settings].map(([scope, value]) => ({ scope, settings: value })),
      associations: [...associations.values()],
      retired: [...spaces].flatMap(([context, space]) =>
        [...space.retired].map(([id, guid]) => ({ context, id, guid })),
      ),
    }),
    async commit(expected, changes) {
      if (expected !== revision) return false;
      for (const change of changes) checkUnique(change);
      for (const change of changes) apply(change);
      revision++;
      if (deletesSchema(changes)) lastPurge = revision;
      return true;
    },
    watch: () => {},
    close: async () => {},
  };
}

function createSpace(): Space {
  return { nextId: 1, listed: true, schemas: new Map(), idsByGuid: new Map(), retired: new Map() };
}

function describeSpace(context: string, { nextId, listed }: Space): StoredContext {
  return { context, nextId, listed };
}

function isWithin(subject: string, { context, prefix }: SubjectRange): boolean {
  const own = splitSubject(subject);
  return (context === undefined || own.context === context) && own.name.startsWith(prefix);
}
