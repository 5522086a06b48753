import { splitSubject } from '@sluice/serde';
import type { RegistryContext } from '../registry-context.ts';
import { registryError } from '../registry-error.ts';
import type { Store, StoreChange, StoredVersion } from '../store/store.ts';
import { versionNumber } from '../version-id.ts';
import type { VersionId } from '../version-id.ts';
import { checkWritable } from './settings-in-force.ts';

export interface DeletionRules {
  /** A subject's own settings go with the last of its rows. Answers the versions deleted. A permanent delete takes only what was soft-deleted before. */
  deleteSubject(subject: string, options?: { permanent?: boolean }): Promise<readonly number[]>;
  deleteVersion(subject: string, version: VersionId, options?: { permanent?: boolean }): Promise<number>;
}

export function createDeletionRules(context: RegistryContext): DeletionRules {
  const { store } = context;
  return {
    deleteSubject: (subject, { permanent = false } = {}) =>
      context.write('delete-subject', async () => {
        const versions = await store.listVersions(subject);
        const live = versions.filter(({ deleted }) => !deleted);
        if (versions.length === 0) throw registryError('SUBJECT_NOT_FOUND', subject);
        if (!permanent && live.length === 0) throw registryError('SUBJECT_SOFT_DELETED', subject);
        await checkWritable(context, subject);
        if ((await store.listAssociations({ subject })).length > 0) {
          throw registryError('ASSOCIATION_FOR_SUBJECT_EXISTS', subject);
        }
        const doomed = permanent ? versions : live;
        for (const row of doomed) {
          await checkUnreferenced(store, row, permanent, subject);
          if (permanent && !row.deleted) throw registryError('SUBJECT_NOT_SOFT_DELETED', subject);
        }
        const changes = permanent ? await dropVersions(store, doomed) : softDelete(doomed);
        if (permanent) changes.push({ type: 'put-settings', scope: subject, settings: {} });
        return { result: doomed.map(({ version }) => version), changes };
      }),

    deleteVersion: (subject, wanted, { permanent = false } = {}) =>
      context.write('delete-version', async () => {
        const versions = await store.listVersions(subject);
        const live = versions.filter(({ deleted }) => !deleted);
        const row = wanted === 'latest' ? live.at(-1) : versions.find(({ version }) => version === wanted);
        if (row === undefined) {
          if (versions.length === 0) throw registryError('SUBJECT_NOT_FOUND', subject);
          throw registryError('VERSION_NOT_FOUND', versionNumber(wanted));
        }
        const { version, deleted } = row;
        if (!permanent && deleted) throw registryError('VERSION_SOFT_DELETED', subject, version);
        await checkWritable(context, subject);
        if (!permanent && live.length === 1 && (await store.listAssociations({ subject })).length > 0) {
          throw registryError('NO_ACTIVE_VERSION', subject);
        }
        await checkUnreferenced(store, row, permanent);
        if (permanent && !deleted) throw registryError('VERSION_NOT_SOFT_DELETED', subject, version);
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
export async function dropVersions(store: Store, versions: readonly StoredVersion[]): Promise<StoreChange[]> {
  const changes: StoreChange[] = versions.map(({ subject, version }) => ({ type: 'delete-version', subject, version }));
  const seen = new Set<string>();
  for (const { subject: of, id } of versions) {
    const { context } = splitSubject(of);
    const key = `${id} ${context}`;
    if (seen.has(key)) continue;
    seen.add(key);
    const holders = await store.listVersionsOfSchema(context, id);
    const remain = holders.some(
      (holder) => !versions.some((row) => row.subject === holder.subject && row.version === holder.version),
    );
    if (!remain) changes.push({ type: 'delete-schema', context, id });
  }
  return changes;
}

/**
 * For a soft delete only live schemas count as referrers; for a permanent one all that are still there. Those of the
 * subject `doomed` do not count: they go along. Throws REFERENCE_EXISTS.
 */
export async function checkUnreferenced(
  store: Store,
  row: StoredVersion,
  permanent: boolean,
  doomed?: string,
): Promise<void> {
  const { subject, version } = row;
  for (const { context, id } of await store.listReferrers(subject, version)) {
    const holders = await store.listVersionsOfSchema(context, id);
    const remain = holders.some((holder) => holder.subject !== doomed && (permanent || !holder.deleted));
    if (remain) throw registryError('REFERENCE_EXISTS', subject, version);
  }
}
