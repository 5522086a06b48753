import type { RegistryContext } from '../registry-context.ts';
import { registryError } from '../registry-error.ts';
import type { Store, StoreChange, StoredVersion } from '../store/store.ts';
import { versionNumber } from '../version-id.ts';
import type { VersionId } from '../version-id.ts';
import { checkWritable } from './settings.ts';

export interface DeletionRules {
  /** A subject's own settings go with the last of its rows. Answers the versions deleted. A permanent delete takes only what was soft-deleted before. */
  deleteSubject(subject: string, options?: { permanent?: boolean }): Promise<readonly number[]>;
  deleteVersion(subject: string, version: VersionId, options?: { permanent?: boolean }): Promise<number>;
}

export function createDeletionRules(context: RegistryContext): DeletionRules {
  const { store } = context;
  return {
    deleteSubject: (subject, { permanent = false } = {}) =>
      context.write(async () => {
        const versions = await store.listVersions(subject);
        const live = versions.filter(({ deleted }) => !deleted);
        if (versions.length === 0) throw registryError('SUBJECT_NOT_FOUND', subject);
        if (!permanent && live.length === 0) throw registryError('SUBJECT_SOFT_DELETED', subject);
        await checkWritable(store, subject);
        if (permanent && live.length > 0) throw registryError('SUBJECT_NOT_SOFT_DELETED', subject);
        const doomed = permanent ? versions : live;
        for (const row of doomed) await checkUnreferenced(store, row, permanent, subject);
        const changes = permanent ? await dropVersions(store, doomed) : softDelete(doomed);
        if (permanent) changes.push({ type: 'put-settings', scope: subject, settings: {} });
        return { result: doomed.map(({ version }) => version), changes };
      }),

    deleteVersion: (subject, wanted, { permanent = false } = {}) =>
      context.write(async () => {
        const versions = await store.listVersions(subject);
        const live = versions.filter(({ deleted }) => !deleted);
        const row = wanted === 'latest' ? live.at(-1) : versions.find(({ version }) => version === wanted);
        if (row === undefined) {
          if (versions.length === 0) throw registryError('SUBJECT_NOT_FOUND', subject);
          throw registryError('VERSION_NOT_FOUND', versionNumber(wanted));
        }
        const { version, deleted } = row;
        if (!permanent && deleted) throw registryError('VERSION_SOFT_DELETED', subject, version);
        await checkWritable(store, subject);
        if (permanent && !deleted) throw registryError('VERSION_NOT_SOFT_DELETED', subject, version);
        await checkUnreferenced(store, row, permanent);
        const changes = permanent ? await dropVersions(store, [row]) : softDelete([row]);
        if (permanent && versions.length === 1) changes.push({ type: 'put-settings', scope: subject, settings: {} });
        return { result: version, changes };
      }),
  };
}

function softDelete(versions: readonly StoredVersion[]): StoreChange[] {
  return versions.map((version) => ({ type: 'put-version', version: { ...version, deleted: true } }));
}

/** Removes versions, and each schema that no other version has. */
async function dropVersions(store: Store, versions: readonly StoredVersion[]): Promise<StoreChange[]> {
  const changes: StoreChange[] = versions.map(({ subject, version }) => ({ type: 'delete-version', subject, version }));
  for (const id of new Set(versions.map((row) => row.id))) {
    const holders = await store.listVersionsOfSchema(id);
    const remain = holders.some(
      (holder) => !versions.some((row) => row.subject === holder.subject && row.version === holder.version),
    );
    if (!remain) changes.push({ type: 'delete-schema', id });
  }
  return changes;
}

/**
 * For a soft delete only live schemas count as referrers; for a permanent one all that are still there. Those of the
 * subject `doomed` do not count: they go along.
 */
async function checkUnreferenced(store: Store, row: StoredVersion, permanent: boolean, doomed?: string): Promise<void> {
  const { subject, version } = row;
  for (const id of await store.listReferrers(subject, version)) {
    const holders = await store.listVersionsOfSchema(id);
    const remain = holders.some((holder) => holder.subject !== doomed && (permanent || !holder.deleted));
    if (remain) throw registryError('REFERENCE_EXISTS', subject, version);
  }
}
