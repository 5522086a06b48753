import type { SchemaType } from '@sluice/formats';
import type { RegisteredSchema } from '@sluice/serde';
import type { RegistryContext } from '../registry-context.ts';
import { registryError } from '../registry-error.ts';
import { compareVersions } from '../store/store.ts';
import type { StoredVersion } from '../store/store.ts';
import { versionNumber } from '../version-id.ts';
import type { VersionId } from '../version-id.ts';
import type { RegisteredVersion } from './registration.ts';

/** Which versions or subjects a list holds: live ones, soft-deleted ones too, or only those. */
export interface DeletedFilter {
  readonly deleted?: boolean;
  readonly deletedOnly?: boolean;
}

export interface ReadingRules {
  /** Throws SCHEMA_NOT_FOUND, as all reads by id and guid do. */
  readSchema(id: number): Promise<RegisteredSchema>;
  /**
   * One of the versions that have this schema: of `subject` where it has one, else a live one, and the first by name,
   * where there are several.
   */
  findHolder(id: number, subject?: string): Promise<StoredVersion | undefined>;
  /** The highest id issued so far; 0 before the first. */
  readMaxId(): Promise<number>;
  readSchemaByGuid(guid: string): Promise<RegisteredSchema>;
  /** In order of subject, then version. */
  listVersionsOfSchema(id: number, filter?: DeletedFilter): Promise<readonly StoredVersion[]>;
  /** Throws SUBJECT_NOT_FOUND or VERSION_NOT_FOUND. */
  readVersion(subject: string, version: VersionId, filter?: DeletedFilter): Promise<RegisteredVersion>;
  /** In order. Throws SUBJECT_NOT_FOUND. */
  listVersions(subject: string, filter?: DeletedFilter): Promise<readonly StoredVersion[]>;
  /** In order of their names. */
  listSubjects(filter?: DeletedFilter & { readonly prefix?: string }): Promise<readonly string[]>;
  /** In order of subject, then version. */
  listAllVersions(
    filter?: DeletedFilter & { readonly prefix?: string; readonly latestOnly?: boolean },
  ): Promise<readonly StoredVersion[]>;
  /** The same versions with their schemas, without those deleted for good in the meantime. */
  loadVersions(versions: readonly StoredVersion[]): Promise<readonly RegisteredVersion[]>;
  /** Ids of the schemas that refer to a version, in order. */
  listReferrers(subject: string, version: VersionId, filter?: DeletedFilter): Promise<readonly number[]>;
  listTypes(): readonly SchemaType[];
}

export function createReadingRules(context: RegistryContext): ReadingRules {
  const { store, schemas, formats } = context;

  async function readSchema(id: number): Promise<RegisteredSchema> {
    const schema = await schemas.find(id);
    if (schema === undefined) throw registryError('SCHEMA_NOT_FOUND', id);
    return schema;
  }

  async function readVersion(
    subject: string,
    version: VersionId,
    filter: DeletedFilter = {},
  ): Promise<RegisteredVersion> {
    const versions = await store.listVersions(subject);
    const row =
      version === 'latest'
        ? versions.findLast(({ deleted }) => !deleted)
        : versions.find((candidate) => candidate.version === version && isWanted(candidate, filter));
    const schema = row === undefined ? undefined : await schemas.find(row.id);
    if (row !== undefined && schema !== undefined) return { ...schema, ...row };
    if (!versions.some((candidate) => isWanted(candidate, filter))) throw registryError('SUBJECT_NOT_FOUND', subject);
    throw registryError('VERSION_NOT_FOUND', versionNumber(version));
  }

  return {
    readSchema,
    async findHolder(id, subject) {
      if (subject === undefined) return schemas.findHolder(id);
      const versions = (await store.listVersionsOfSchema(id)).filter((version) => version.subject === subject);
      const newestFirst = versions.toSorted(compareVersions).toReversed();
      return newestFirst.find(({ deleted }) => !deleted) ?? newestFirst[0] ?? schemas.findHolder(id);
    },
    async readMaxId() {
      return (await store.readHead()).nextId - 1;
    },
    async readSchemaByGuid(guid) {
      const schema = await store.readSchemaByGuid(guid.toLowerCase());
      if (schema === undefined) throw registryError('SCHEMA_NOT_FOUND', guid);
      return schema;
    },
    async listVersionsOfSchema(id, filter = {}) {
      if ((await schemas.find(id)) === undefined) throw registryError('SCHEMA_NOT_FOUND');
      const versions = await store.listVersionsOfSchema(id);
      return versions.filter((version) => isWanted(version, filter)).toSorted(compareVersions);
    },
    readVersion,
    async listVersions(subject, filter = {}) {
      const versions = await store.listVersions(subject);
      const includesDeleted = filter.deleted === true || filter.deletedOnly === true;
      if (!versions.some(({ deleted }) => includesDeleted || !deleted)) {
        throw registryError('SUBJECT_NOT_FOUND', subject);
      }
      return versions.filter((version) => isWanted(version, filter));
    },
    async listSubjects(filter = {}) {
      const subjects = await store.listSubjects(filter.prefix ?? '');
      return subjects
        .filter((subject) => isWanted(subject, filter))
        .map(({ subject }) => subject)
        .toSorted();
    },
    async listAllVersions(filter = {}) {
      const versions = await store.listVersionsByPrefix(filter.prefix ?? '');
      const wanted = versions.filter((version) => isWanted(version, filter)).toSorted(compareVersions);
      if (filter.latestOnly !== true) return wanted;
      return wanted.filter((version, index) => wanted[index + 1]?.subject !== version.subject);
    },
    async loadVersions(versions) {
      const loaded: RegisteredVersion[] = [];
      for (const version of versions) {
        const schema = await schemas.find(version.id);
        if (schema !== undefined) loaded.push({ ...schema, ...version });
      }
      return loaded;
    },
    async listReferrers(subject, version, filter = {}) {
      const found = await readVersion(subject, version, { deleted: true });
      const referrers: number[] = [];
      for (const id of await store.listReferrers(subject, found.version)) {
        const holders = await store.listVersionsOfSchema(id);
        if (holders.some((holder) => isWanted(holder, filter))) referrers.push(id);
      }
      return referrers.toSorted((a, b) => a - b);
    },
    listTypes: () => formats.types,
  };
}

function isWanted({ deleted }: { readonly deleted: boolean }, filter: DeletedFilter): boolean {
  if (filter.deletedOnly === true) return deleted;
  return !deleted || filter.deleted === true;
}
