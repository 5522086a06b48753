import { normalizeSubject, qualifySubject, splitSubject } from '@sluice/serde';
import type { Association } from '../association.ts';
import { checkTypesOnce, defaultSubject, fillDefaults, refuse } from '../contract/association-request.ts';
import type { AssociationDraft, Resource } from '../contract/association-request.ts';
import type { RegistryContext } from '../registry-context.ts';
import { RegistryError, registryError } from '../registry-error.ts';
import { checkSubjectWritable, checkUniform } from './association-checks.ts';
import type { CompatibilityRules } from './compatibility.ts';
import type { LookupRules } from './lookup.ts';
import type { RegistrationRules } from './registration.ts';
import { readModeInForce } from './settings-in-force.ts';
import type { SettingsRules } from './settings.ts';
import { applyTags } from './tagging.ts';

export type RegistryRulesForAssociations = CompatibilityRules &
  LookupRules &
  RegistrationRules &
  Pick<SettingsRules, 'resolveAlias'>;

export interface AssociationOptions {
  /** In which subjects without a context are meant. */
  readonly context: string;
  readonly dryRun: boolean;
  /** Refuses what is there already and is not the same. */
  readonly isCreate: boolean;
}

/** What a request for associations comes to. */
export interface DecidedAssociations {
  /** With their subjects. */
  readonly drafts: readonly AssociationDraft[];
  /** Types of those that are there as they are wanted. */
  readonly unchanged: ReadonlySet<string>;
}

type Decided = AssociationDraft & { readonly subject: string };

/** AbstractSchemaRegistry.createOrUpdateAssociation of Confluent's registry, up to where it writes. */
export async function decideAssociations(
  context: RegistryContext,
  rules: RegistryRulesForAssociations,
  resource: Resource,
  inputs: readonly AssociationDraft[],
  { context: own, dryRun, isCreate }: AssociationOptions,
): Promise<DecidedAssociations> {
  const { store } = context;
  const qualified = await Promise.all(inputs.map((input) => qualify(context, rules, input, own)));
  checkTypesOnce(qualified);
  const all = await listOfResource(context, resource, isCreate && dryRun);
  const oldByType = new Map(all.map((association) => [association.associationType, association]));
  const unchanged = new Set<string>();
  const drafts: Decided[] = [];
  // With the tags that their schemas are to get, as they would be registered.
  const judged: Decided[] = [];
  for (const input of qualified) {
    const old = oldByType.get(input.associationType);
    const settled = settleSubject(resource, input, old, isCreate);
    const draft = await tagSchema(context, settled);
    drafts.push(settled);
    judged.push(draft);
    checkFrozen(resource, draft, old);
    if (old === undefined) {
      await checkNew(context, rules, draft, isCreate);
    } else if (isEquivalent(old, draft)) {
      await checkSameSchema(rules, draft, old, isCreate);
      unchanged.add(draft.associationType);
    } else {
      checkChange(resource, draft, old, isCreate);
    }
  }
  const lifecycles = new Map(all.map(({ associationType, lifecycle }) => [associationType, lifecycle]));
  for (const { associationType, lifecycle } of drafts) {
    if (lifecycle !== undefined) lifecycles.set(associationType, lifecycle);
  }
  checkUniform(lifecycles);
  for (const draft of drafts) {
    const others = (await store.listAssociations({ subject: draft.subject })).filter(
      ({ guid }) => guid !== oldByType.get(draft.associationType)?.guid,
    );
    await checkSubject(context, drafts, draft, others, oldByType.get(draft.associationType));
  }
  for (const { subject, schema, normalize = false } of judged) {
    if (schema === undefined) continue;
    const { messages } = await rules.checkCompatibility(subject, schema, { normalize });
    if (messages.length > 0) throw new RegistryError('INCOMPATIBLE_SCHEMA', `[${messages.join(', ')}]`);
  }
  return { drafts, unchanged };
}

async function qualify(
  context: RegistryContext,
  { resolveAlias }: Pick<SettingsRules, 'resolveAlias'>,
  draft: AssociationDraft,
  own: string,
): Promise<AssociationDraft> {
  if (draft.subject === undefined) return draft;
  const subject = await resolveAlias(qualifySubject(own, normalizeSubject(draft.subject)));
  await checkSubjectWritable(context, subject);
  return { ...draft, subject };
}

/** Those of the resource; in a dry run without its id, those of the one of its name that was written last. */
async function listOfResource(
  { store }: RegistryContext,
  { resourceId, resourceName, resourceNamespace, resourceType }: Resource,
  byName: boolean,
): Promise<readonly Association[]> {
  if (resourceId !== undefined) {
    const found = await store.listAssociations({ resourceId });
    return found.filter((association) => association.resourceType === resourceType);
  }
  if (!byName) return [];
  const found = (await store.listAssociations({ resourceName })).filter(
    (each) => each.resourceNamespace === resourceNamespace && each.resourceType === resourceType,
  );
  const newest = found.toSorted((a, b) => a.updatedAtMs - b.updatedAtMs || a.createdAtMs - b.createdAtMs).at(-1);
  return found.filter((association) => association.resourceId === newest?.resourceId);
}

function settleSubject(
  resource: Resource,
  input: AssociationDraft,
  old: Association | undefined,
  isCreate: boolean,
): Decided {
  const draft = old === undefined && !isCreate ? fillDefaults(input, false) : input;
  if (draft.subject !== undefined) return { ...draft, subject: draft.subject };
  if (old !== undefined) return { ...draft, subject: old.subject };
  if (draft.lifecycle !== 'STRONG') throw refuse('subject', 'must be provided for WEAK associations');
  return { ...draft, subject: defaultSubject(resource, draft.associationType) };
}

async function tagSchema(context: RegistryContext, draft: Decided): Promise<Decided> {
  const { subject, schema } = draft;
  return schema === undefined ? draft : { ...draft, schema: await applyTags(context, subject, schema, undefined) };
}

function checkFrozen(resource: Resource, draft: Decided, old: Association | undefined): void {
  const own = defaultSubject(resource, draft.associationType);
  const lifecycle = draft.lifecycle ?? old?.lifecycle;
  if (lifecycle === undefined) throw refuse('lifecycle', 'lifecycle must be set');
  if (lifecycle === 'WEAK') {
    if (draft.schema !== undefined) throw refuse('lifecycle', 'cannot be WEAK when schema is provided');
    if (draft.subject === own) throw refuse('subject', `WEAK associations cannot use subject '${own}'`);
  }
  const isFrozen = old?.frozen ?? draft.frozen === true;
  const wanted = draft.frozen ?? isFrozen;
  if (wanted !== (lifecycle === 'STRONG')) {
    throw refuse('frozen', `association with lifecycle of ${lifecycle} cannot be frozen=${wanted}`);
  }
  if (isFrozen && draft.subject !== own) {
    throw refuse('subject', `frozen associations must use subject '${own}'`);
  }
}

async function checkNew(
  context: RegistryContext,
  rules: LookupRules,
  { subject, lifecycle, frozen, schema, normalize = false }: Decided,
  isCreate: boolean,
): Promise<void> {
  const isImport = (await readModeInForce(context, subject)) === 'IMPORT';
  if (isImport) return;
  if (!isCreate && lifecycle === 'STRONG') {
    const reason = 'cannot be STRONG when creating an association; STRONG associations must be created with the topic';
    throw refuse('lifecycle', reason);
  }
  if (frozen !== true) return;
  if (isCreate && schema === undefined) {
    throw refuse('schema', 'schema must be provided when creating a frozen association');
  }
  const latest = (await context.store.listVersions(subject)).findLast(({ deleted }) => !deleted);
  if (latest === undefined) return;
  const isSame =
    schema !== undefined &&
    latest.version === 1 &&
    (await rules.findSchema(subject, schema, { normalize }).catch(ignoreMissing)) !== undefined;
  if (!isSame) {
    throw refuse('frozen', 'cannot create a frozen association when schemas already exist in the subject');
  }
}

async function checkSameSchema(
  rules: LookupRules,
  { subject, schema, normalize = false, associationType }: Decided,
  { resourceName }: Association,
  isCreate: boolean,
): Promise<void> {
  if (!isCreate || schema === undefined) return;
  const found = await rules.findSchema(subject, schema, { normalize }).catch(ignoreMissing);
  if (found === undefined) throw registryError('ASSOCIATION_FOR_RESOURCE_EXISTS', associationType, resourceName);
}

function checkChange(resource: Resource, draft: Decided, old: Association, isCreate: boolean): void {
  const { associationType, subject, lifecycle, frozen, schema } = draft;
  if (isCreate) throw registryError('ASSOCIATION_FOR_RESOURCE_EXISTS', associationType, old.resourceName);
  if (lifecycle === undefined && schema === undefined) {
    throw refuse('lifecycle', 'at least lifecycle or schema must be provided for update');
  }
  if (old.subject !== subject) {
    throw refuse('subject', `subject of association cannot be changed from '${old.subject}' to '${subject}'`);
  }
  const own = defaultSubject(resource, associationType);
  if (old.lifecycle === 'STRONG' && lifecycle === 'WEAK' && old.subject === own) {
    throw refuse('lifecycle', `cannot change to WEAK when subject matches default format '${own}'`);
  }
  if (frozen !== undefined && frozen !== old.frozen) {
    throw refuse('frozen', 'frozen attribute of association cannot be changed');
  }
  if (old.frozen) throw registryError('ASSOCIATION_FROZEN', associationType, old.subject);
}

/** Whether the subject may be that of the association: it has a version, or gets one, and nobody else claims it. */
async function checkSubject(
  context: RegistryContext,
  drafts: readonly Decided[],
  { subject, schema, lifecycle, frozen }: Decided,
  others: readonly Association[],
  old: Association | undefined,
): Promise<void> {
  const { store } = context;
  if (schema !== undefined && (await readModeInForce(context, subject)) === 'IMPORT') {
    throw refuse('schema', `cannot be provided while subject '${subject}' is in IMPORT mode`);
  }
  const rows = await store.listVersions(subject);
  if (schema === undefined && !rows.some(({ deleted }) => !deleted)) throw registryError('NO_ACTIVE_VERSION', subject);
  if ((lifecycle ?? old?.lifecycle) === 'WEAK') {
    if (frozen === true) throw refuse('frozen', 'association with lifecycle of WEAK cannot be frozen');
    if (others.some((other) => other.lifecycle === 'STRONG')) throw registryError('STRONG_ASSOCIATION_EXISTS', subject);
    return;
  }
  if (others.length > 0) throw registryError('ASSOCIATION_FOR_SUBJECT_EXISTS', subject);
  for (const { version } of rows) {
    if ((await store.listReferrers(subject, version)).length > 0) throw refuseReferenced(subject);
  }
  const isReferred = drafts.some((draft) =>
    draft.schema?.references.some(
      (reference) => qualifySubject(splitSubject(draft.subject).context, reference.subject) === subject,
    ),
  );
  if (isReferred) throw refuseReferenced(subject);
}

function refuseReferenced(subject: string): RegistryError {
  return new RegistryError('REFERENCE_EXISTS', `One or more references exist to the schema ${subject}.`);
}

function isEquivalent(old: Association, { subject, lifecycle, frozen }: Decided): boolean {
  const isSameLife = lifecycle === undefined || lifecycle === old.lifecycle;
  return old.subject === subject && isSameLife && (frozen === undefined || frozen === old.frozen);
}

function ignoreMissing(error: unknown): undefined {
  if (error instanceof RegistryError && error.status === 404) return undefined;
  throw error;
}
