import { joinSubject } from '@sluice/serde';
import type { Association } from '../association.ts';
import { registryError } from '../registry-error.ts';
import type { RegistryError } from '../registry-error.ts';
import type { Registration } from '../rules/registration.ts';

/** The resource that associations are of. */
export interface ResourceInput {
  readonly resourceName?: string | undefined;
  readonly resourceNamespace?: string | undefined;
  readonly resourceId?: string | undefined;
  readonly resourceType?: string | undefined;
}

/** What is wanted of one association. */
export interface AssociationInput {
  readonly subject?: string | undefined;
  readonly associationType?: string | undefined;
  readonly lifecycle?: Association['lifecycle'] | undefined;
  readonly frozen?: boolean | undefined;
  readonly schema?: Registration | undefined;
  readonly normalize?: boolean | undefined;
}

export interface Resource {
  readonly resourceName: string;
  readonly resourceNamespace: string;
  /** Absent only in a dry run. */
  readonly resourceId: string | undefined;
  readonly resourceType: string;
}

export type AssociationDraft = AssociationInput & { readonly associationType: string };

const TYPES: readonly string[] = ['key', 'value'];

export function refuse(property: string, reason: string): RegistryError {
  return registryError('INVALID_ASSOCIATION', property, reason);
}

/** The subject of a resource's own schemas. */
export function defaultSubject({ resourceName, resourceNamespace }: Resource, associationType: string): string {
  return joinSubject(`.${resourceNamespace}`, `${resourceName}-${associationType}`);
}

/** Throws INVALID_ASSOCIATION. */
export function readResource(input: ResourceInput, { dryRun }: { dryRun: boolean }): Resource {
  const { resourceName = '', resourceNamespace = '', resourceId = '', resourceType = '' } = input;
  checkName(resourceName, 'resourceName');
  checkName(resourceNamespace, 'resourceNamespace');
  if (!dryRun && resourceId === '') throw refuse('resourceId', 'cannot be null or empty');
  if (resourceType !== '' && resourceType !== 'topic') throw refuse('resourceType', "must be 'topic'");
  return {
    resourceName,
    resourceNamespace,
    resourceId: resourceId === '' ? undefined : resourceId,
    resourceType: 'topic',
  };
}

/** One association of a request that creates, or creates or updates. Throws INVALID_ASSOCIATION. */
export function readAssociation(resource: Resource, input: AssociationInput, isCreate: boolean): AssociationDraft {
  if (input.subject !== undefined) checkSubject(input.subject);
  const draft = isCreate ? fillDefaults(input, true) : input;
  const associationType = readType(draft.associationType);
  if (draft.lifecycle === 'WEAK') {
    if (draft.schema !== undefined) throw refuse('lifecycle', 'cannot be WEAK when schema is provided');
    if (draft.frozen === true) throw refuse('frozen', 'association with lifecycle of WEAK cannot be frozen');
    if (isCreate && draft.subject === undefined) throw refuse('subject', 'must be provided for WEAK associations');
  }
  if (!isCreate) return { ...draft, associationType };
  const own = defaultSubject(resource, associationType);
  const subject = draft.subject ?? own;
  if (draft.frozen === true && subject !== own) {
    throw refuse('subject', `frozen associations must use subject '${own}'`);
  }
  if (draft.lifecycle === 'WEAK' && subject === own) {
    throw refuse('subject', `WEAK associations cannot use subject '${own}'`);
  }
  return { ...draft, associationType, subject };
}

/** Strong associations are frozen, and those that bring a schema are strong. Throws INVALID_ASSOCIATION. */
export function fillDefaults<Input extends AssociationInput>(input: Input, isCreate: boolean): Input {
  const { schema, frozen } = input;
  if (!isCreate && schema !== undefined) {
    const reason =
      'cannot be provided when adding an association to an existing topic; ' +
      'an association with a schema must be created with the topic';
    throw refuse('schema', reason);
  }
  if (schema !== undefined && input.lifecycle === 'WEAK') {
    throw refuse('lifecycle', 'cannot be WEAK when schema is provided');
  }
  if (schema !== undefined && frozen === false) throw refuse('frozen', 'cannot be false when a schema is provided');
  const lifecycle = schema === undefined ? (input.lifecycle ?? 'WEAK') : 'STRONG';
  const isStrong = lifecycle === 'STRONG';
  if (frozen !== undefined && frozen !== isStrong) {
    throw refuse('frozen', `association with lifecycle of ${lifecycle} cannot be frozen=${frozen}`);
  }
  return { ...input, lifecycle, frozen: isStrong };
}

/** Throws INVALID_ASSOCIATION when a type is there twice. */
export function checkTypesOnce(drafts: readonly { readonly associationType: string }[]): void {
  const seen = new Set<string>();
  for (const { associationType } of drafts) {
    if (seen.has(associationType)) {
      const reason = `may only appear once per request, but '${associationType}' appears more than once`;
      throw refuse('associationType', reason);
    }
    seen.add(associationType);
  }
}

/** Throws INVALID_ASSOCIATION; none means `value`. */
export function readType(associationType = ''): string {
  if (associationType === '') return 'value';
  if (TYPES.includes(associationType)) return associationType;
  throw refuse('associationType', "must be either 'key' or 'value'");
}

const MAX_NAME_LENGTH = 256;

function checkName(name: string, property: string): void {
  if (name === '') throw refuse(property, 'cannot be null or empty');
  if (name.length > MAX_NAME_LENGTH) throw refuse(property, `exceeds max length of ${MAX_NAME_LENGTH}`);
  const illegal = /[^\p{L}\p{Nd}_-]/u.exec(name)?.[0];
  if (illegal !== undefined) throw refuse(property, `illegal character '${illegal}'`);
}

function checkSubject(subject: string): void {
  if (subject === '' || /\p{Cc}/u.test(subject)) throw refuse('subject', 'must not be empty');
}
