import type { SchemaTags, SchemaType } from '@sluice/formats';
import { DEFAULT_CONTEXT, qualifySubject, splitSubject } from '@sluice/serde';
import { hasRulesOfType } from '../contract/rule-set.ts';
import type { RegistryContext } from '../registry-context.ts';
import { registryError } from '../registry-error.ts';
import { compareVersions } from '../store/store.ts';
import type { SchemaKey, StoredSchema, StoredVersion } from '../store/store.ts';
import { EVERY_CONTEXT } from '../subject.ts';
import { versionNumber } from '../version-id.ts';
import type { VersionId } from '../version-id.ts';
import { listNamedContexts, inContext, readPrefix } from './contexts.ts';
import type { RegisteredVersion } from './lookup.ts';
import { listTags } from './tagging.ts';

/** Which versions or subjects a list holds: live ones, soft-deleted ones too, or only those. */
export interface DeletedFilter {
  readonly deleted?: boolean;
  readonly deletedOnly?: boolean;
}

export interface ListFilter extends DeletedFilter {
  /** As the REST API's `subjectPrefix`; every subject of every context when absent. */
  readonly prefix?: string;
}

/** A schema and one of the versions that have it. */
export interface HeldSchema {
  readonly schema: StoredSchema;
  readonly holder: StoredVersion | undefined;
}

export interface ReadingRules {
  /**
   * A schema by its id in the context of `subject`, and the version of that subject that has it, or one of another: a
   * subject without a context is looked for in all of them. Throws SCHEMA_NOT_FOUND, as all reads by id and guid do.
   */
  readSchema(id: number, subject?: string): Promise<HeldSchema>;
  /** The highest id issued in a context; 0 before the first. */
  readMaxId(context: string): Promise<number>;
  readSchemaByGuid(guid: string): Promise<HeldSchema>;
  /** Its ids, one for each context that has it, in order. */
  listIdsOfGuid(guid: string): Promise<readonly SchemaKey[]>;
  /** Of the context that `readSchema` finds the id in, in order of subject, then version. */
  listVersionsOfSchema(id: number, subject?: string, filter?: DeletedFilter): Promise<readonly StoredVersion[]>;
  /**
   * A subject without a context that has no such version is looked for in the other contexts too. Throws
   * SUBJECT_NOT_FOUND or VERSION_NOT_FOUND.
   */
  readVersion(subject: string, version: VersionId, filter?: DeletedFilter): Promise<RegisteredVersion>;
  /** The latest version whose metadata has all these properties. Throws SUBJECT_NOT_FOUND or SCHEMA_NOT_FOUND. */
  findLatestWithMetadata(
    subject: string,
    properties: Readonly<Record<string, string>>,
    filter?: DeletedFilter,
  ): Promise<RegisteredVersion>;
  /** In order. Throws SUBJECT_NOT_FOUND. */
  listVersions(subject: string, filter?: DeletedFilter): Promise<readonly StoredVersion[]>;
  /** In order of their names. */
  listSubjects(filter?: ListFilter): Promise<readonly string[]>;
  /** In order of subject, then version; `aliases` adds the versions of subjects that others in the range stand for. */
  listAllVersions(
    filter?: ListFilter & { readonly latestOnly?: boolean; readonly aliases?: boolean; readonly ruleType?: string },
  ): Promise<readonly StoredVersion[]>;
  /** The subjects in the range that stand for others, by the subject that they stand for. */
  listAliases(prefix?: string): Promise<ReadonlyMap<string, readonly string[]>>;
  /** The same versions with their schemas, without those deleted for good in the meantime. */
  loadVersions(versions: readonly StoredVersion[]): Promise<readonly RegisteredVersion[]>;
  /** Ids of the schemas that refer to a version, in order of their contexts. */
  listReferrers(subject: string, version: VersionId, filter?: DeletedFilter): Promise<readonly number[]>;
  /** The schema's text in another form; undefined where the format has no such form. */
  renderSchema(schema: SchemaKey & { readonly schemaType: string }, form: string): Promise<string | undefined>;
  /** The tags in the schema's text. */
  listTags(schema: StoredSchema): Promise<readonly SchemaTags[]>;
  listTypes(): readonly SchemaType[];
}

export function createReadingRules(context: RegistryContext): ReadingRules {
  const { store, schemas, formats, freshness } = context;

  async function findInSubject(subject: string, id: number): Promise<HeldSchema | undefined> {
    const { context: own, name } = splitSubject(subject);
    const schema = await schemas.find(own, id);
    if (schema === undefined) return undefined;
    if (name === '') return { schema, holder: await schemas.findHolder(own, id) };
    const rows = (await store.listVersions(subject)).filter((row) => row.id === id).toReversed();
    const holder = rows.find(({ deleted }) => !deleted) ?? rows[0];
    return holder === undefined ? undefined : { schema, holder };
  }

  async function readSchema(id: number, subject = ''): Promise<HeldSchema> {
    const found = await findInSubject(subject, id);
    if (found !== undefined) return found;
    for (const other of await listNamedContexts(store, subject)) {
      const elsewhere = await findInSubject(inContext(other, subject), id);
      if (elsewhere !== undefined) return elsewhere;
    }
    const isOfDefault = splitSubject(subject).context === DEFAULT_CONTEXT;
    const last = isOfDefault && subject !== '' ? await findInSubject('', id) : undefined;
    if (last === undefined) throw registryError('SCHEMA_NOT_FOUND', id);
    return last;
  }

  async function findVersion(subject: string, version: VersionId, filter: DeletedFilter) {
    const versions = await store.listVersions(subject);
    const row =
      version === 'latest'
        ? versions.findLast(({ deleted }) => !deleted)
        : versions.find((candidate) => candidate.version === version && isWanted(candidate, filter));
    const schema = row === undefined ? undefined : await schemas.find(splitSubject(row.subject).context, row.id);
    return row === undefined || schema === undefined ? undefined : { ...schema, ...row };
  }

  async function readVersion(subject: string, version: VersionId, filter: DeletedFilter = {}) {
    const found = await findVersion(subject, version, filter);
    if (found !== undefined) return found;
    for (const other of await listNamedContexts(store, subject)) {
      const elsewhere = await findVersion(inContext(other, subject), version, filter);
      if (elsewhere !== undefined) return elsewhere;
    }
    await requireSubject(subject, filter);
    throw registryError('VERSION_NOT_FOUND', versionNumber(version));
  }

  async function requireSubject(subject: string, filter: DeletedFilter): Promise<readonly StoredVersion[]> {
    const versions = await store.listVersions(subject);
    const includesDeleted = filter.deleted === true || filter.deletedOnly === true;
    if (versions.some(({ deleted }) => includesDeleted || !deleted)) return versions;
    throw registryError('SUBJECT_NOT_FOUND', subject);
  }

  async function listAliases(prefix = EVERY_CONTEXT): Promise<ReadonlyMap<string, readonly string[]>> {
    const { range, isMeant } = readPrefix(prefix);
    const found = new Map<string, string[]>();
    for (const { scope, settings } of await store.listSettings()) {
      const alias = settings.config?.alias ?? '';
      const { context: own, name } = splitSubject(scope);
      const isWithin = (range.context ?? own) === own && name.startsWith(range.prefix) && isMeant(scope);
      if (alias === '' || !isWithin) continue;
      const target = qualifySubject(own, alias);
      found.set(target, [...(found.get(target) ?? []), scope]);
    }
    return found;
  }

  return {
    readSchema,
    async readMaxId(of) {
      return ((await store.readContext(of))?.nextId ?? 1) - 1;
    },
    async readSchemaByGuid(guid) {
      const found = (await store.listSchemasByGuid(guid.toLowerCase())).toSorted(compareContexts);
      const schema = found[0];
      if (schema === undefined) throw registryError('SCHEMA_NOT_FOUND', guid);
      return { schema, holder: await schemas.findHolder(schema.context, schema.id) };
    },
    async listIdsOfGuid(guid) {
      const found = (await store.listSchemasByGuid(guid.toLowerCase())).toSorted(compareContexts);
      return found.map(({ context: own, id }) => ({ context: own, id }));
    },
    async listVersionsOfSchema(id, subject, filter = {}) {
      const { schema } = await readSchema(id, subject).catch(forgetWhich);
      const versions = await store.listVersionsOfSchema(schema.context, id);
      return versions.filter((version) => isWanted(version, filter)).toSorted(compareVersions);
    },
    readVersion,
    async findLatestWithMetadata(subject, properties, filter = {}) {
      const wanted = Object.entries(properties);
      for (const row of (await requireSubject(subject, filter)).toReversed()) {
        if (!isWanted(row, filter)) continue;
        const schema = await schemas.require(row);
        const own = schema.metadata?.properties;
        const hasAll = schema.metadata !== undefined && wanted.every(([name, value]) => own?.[name] === value);
        if (hasAll) return { ...schema, ...row };
      }
      throw registryError('SCHEMA_NOT_FOUND');
    },
    async listVersions(subject, filter = {}) {
      return (await requireSubject(subject, filter)).filter((version) => isWanted(version, filter));
    },
    async listSubjects({ prefix = EVERY_CONTEXT, ...filter } = {}) {
      const { range, isMeant } = readPrefix(prefix);
      const subjects = (await store.listSubjects(range)).filter((subject) => isWanted(subject, filter));
      return subjects
        .map(({ subject }) => subject)
        .filter(isMeant)
        .toSorted();
    },
    async listAllVersions(filter = {}) {
      const { prefix = EVERY_CONTEXT, latestOnly = false, aliases = false, ruleType = '' } = filter;
      const { range, isMeant } = readPrefix(prefix);
      const rows = (await store.listVersionsInRange(range)).filter(({ subject }) => isMeant(subject));
      const all = [...rows];
      const subjects = new Set(rows.map(({ subject }) => subject));
      for (const target of aliases ? (await listAliases(prefix)).keys() : []) {
        if (!subjects.has(target)) all.push(...(await store.listVersions(target)));
      }
      const wanted = all.filter((version) => isWanted(version, filter)).toSorted(compareVersions);
      const latest = latestOnly
        ? wanted.filter((version, index) => wanted[index + 1]?.subject !== version.subject)
        : wanted;
      if (ruleType === '') return latest;
      const kept = await Promise.all(
        latest.map(async (row) => hasRulesOfType((await schemas.require(row)).ruleSet, ruleType)),
      );
      return latest.filter((_, index) => kept[index]);
    },
    listAliases,
    async loadVersions(versions) {
      const loaded: RegisteredVersion[] = [];
      for (const version of versions) {
        const schema = await schemas.find(splitSubject(version.subject).context, version.id);
        if (schema !== undefined) loaded.push({ ...schema, ...version });
      }
      return loaded;
    },
    async listReferrers(subject, version, filter = {}) {
      const found = await readVersion(subject, version, { deleted: true });
      const referrers: SchemaKey[] = [];
      for (const key of await store.listReferrers(found.subject, found.version)) {
        const holders = await store.listVersionsOfSchema(key.context, key.id);
        if (holders.some((holder) => isWanted(holder, filter))) referrers.push(key);
      }
      return referrers.toSorted((a, b) => compareContexts(a, b) || a.id - b.id).map(({ id }) => id);
    },
    async renderSchema(schema, form) {
      await freshness.refresh();
      const format = await formats.require(schema.schemaType);
      return format.render(await schemas.parseStored(schema), form);
    },
    listTags: (schema) => listTags(context, schema),
    listTypes: () => formats.types,
  };
}

/** Lists by id say that there is no such schema, but not which. */
function forgetWhich(error: unknown): never {
  if (error instanceof Error && 'kind' in error && error.kind === 'SCHEMA_NOT_FOUND') {
    throw registryError('SCHEMA_NOT_FOUND');
  }
  throw error;
}

function compareContexts(a: SchemaKey, b: SchemaKey): number {
  return a.context === b.context ? 0 : a.context < b.context ? -1 : 1;
}

function isWanted({ deleted }: { readonly deleted: boolean }, filter: DeletedFilter): boolean {
  if (filter.deletedOnly === true) return deleted;
  return !deleted || filter.deleted === true;
}
