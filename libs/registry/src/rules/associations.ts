import { randomUUID } from 'node:crypto';
import type { Association } from '../association.ts';
import type { AssociationDraft, Resource } from '../contract/association-request.ts';
import type { RegistryContext } from '../registry-context.ts';
import { registryError } from '../registry-error.ts';
import type { AssociationKey, StoreChange } from '../store/store.ts';
import { checkSubjectWritable } from './association-checks.ts';
import { decideAssociations } from './association-plan.ts';
import type { DeletionRules } from './deletion.ts';
import type { FoundVersion } from './lookup.ts';
import type { AssociationOptions, RegistryRulesForAssociations } from './association-plan.ts';
import { readModeInForce } from './settings-in-force.ts';

export interface AssociationFilter {
  readonly resourceType?: string | undefined;
  readonly resourceNamespace?: string | undefined;
  /** None means all. */
  readonly associationTypes?: readonly string[] | undefined;
  readonly lifecycle?: Association['lifecycle'] | undefined;
}

export interface AssociationRules {
  /** In order of resource, type and subject. */
  listAssociations(key: AssociationKey, filter?: AssociationFilter): Promise<readonly Association[]>;
  /**
   * Makes associations of one resource, or changes those it has. Answers them, and what was registered for them, by type;
   * nothing in a dry run. Throws INVALID_ASSOCIATION and its like, and as registering does.
   */
  putAssociations(
    resource: Resource,
    drafts: readonly AssociationDraft[],
    options: AssociationOptions,
  ): Promise<PutAssociations>;
  /** `cascade` takes the subjects of strong associations too. Throws ASSOCIATION_NOT_FOUND or ASSOCIATION_FROZEN. */
  deleteAssociations(
    resourceId: string,
    filter: AssociationFilter,
    options: { cascade?: boolean; dryRun?: boolean },
  ): Promise<void>;
}

export interface PutAssociations {
  readonly associations: readonly Association[];
  readonly registered: ReadonlyMap<string, FoundVersion>;
}

export function createAssociationRules(
  context: RegistryContext,
  rules: RegistryRulesForAssociations & DeletionRules,
): AssociationRules {
  const { store } = context;

  async function list(key: AssociationKey, filter: AssociationFilter = {}): Promise<readonly Association[]> {
    const { resourceType, resourceNamespace, associationTypes = [], lifecycle } = filter;
    const found = (await store.listAssociations(key)).filter(
      (association) =>
        (resourceType === undefined || association.resourceType === resourceType) &&
        (resourceNamespace === undefined || association.resourceNamespace === resourceNamespace) &&
        (associationTypes.length === 0 || associationTypes.includes(association.associationType)) &&
        (lifecycle === undefined || association.lifecycle === lifecycle),
    );
    return found.toSorted(compareAssociations);
  }

  /** What the store is to hold for a draft. */
  function fill(resource: Resource, draft: AssociationDraft, old: Association | undefined): Association {
    const nowMs = context.nowMs();
    const { associationType, subject = '', lifecycle = 'WEAK', frozen = false } = draft;
    if (old !== undefined) {
      return {
        ...old,
        lifecycle: draft.lifecycle ?? old.lifecycle,
        frozen: draft.frozen ?? old.frozen,
        updatedAtMs: nowMs,
      };
    }
    const { resourceName, resourceNamespace, resourceId = '', resourceType } = resource;
    const of = { resourceName, resourceNamespace, resourceId, resourceType };
    const times = { createdAtMs: nowMs, updatedAtMs: nowMs };
    return { guid: randomUUID(), subject, ...of, associationType, lifecycle, frozen, ...times };
  }

  return {
    listAssociations: list,
    async putAssociations(resource, drafts, options) {
      const decided = await decideAssociations(context, rules, resource, drafts, options);
      const registered = new Map<string, FoundVersion>();
      if (options.dryRun) return { associations: [], registered };
      for (const { associationType, subject = '', schema, normalize = false } of decided.drafts) {
        if (schema === undefined) continue;
        registered.set(associationType, await rules.registerSchema(subject, { ...schema, normalize }));
      }
      const associations = await context.write('put-associations', async () => {
        const existing = await list({ resourceId: resource.resourceId ?? '' }, { resourceType: 'topic' });
        const changed = decided.drafts.filter(({ associationType }) => !decided.unchanged.has(associationType));
        const result = changed.map((draft) =>
          fill(
            resource,
            draft,
            existing.find(({ associationType }) => associationType === draft.associationType),
          ),
        );
        const changes = result.map((association): StoreChange => ({ type: 'put-association', association }));
        return { result, changes };
      });
      return { associations, registered };
    },
    async deleteAssociations(resourceId, filter, { cascade = false, dryRun = false }) {
      const doomed = await list({ resourceId }, filter);
      if (doomed.length === 0) throw registryError('ASSOCIATION_NOT_FOUND', resourceId);
      for (const { subject, frozen, associationType } of doomed) {
        await checkSubjectWritable(context, subject);
        if (!cascade && frozen) throw registryError('ASSOCIATION_FROZEN', associationType, subject);
      }
      if (dryRun) return;
      const changes = doomed.map(({ guid }): StoreChange => ({ type: 'delete-association', guid }));
      await context.write('delete-associations', async () => ({ result: undefined, changes }));
      for (const { subject, lifecycle } of doomed) {
        const isImport = (await readModeInForce(context, subject)) === 'IMPORT';
        if (!cascade || lifecycle !== 'STRONG' || isImport) continue;
        const rows = await store.listVersions(subject);
        if (rows.some(({ deleted }) => !deleted)) await rules.deleteSubject(subject);
        if (rows.length > 0) await rules.deleteSubject(subject, { permanent: true });
      }
    },
  };
}

function compareAssociations(a: Association, b: Association): number {
  const keys = ['resourceName', 'resourceNamespace', 'resourceType', 'associationType', 'subject'] as const;
  for (const key of keys) if (a[key] !== b[key]) return a[key] < b[key] ? -1 : 1;
  return 0;
}
