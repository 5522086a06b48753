import type { QualifiedSubject } from './qualified-subject.ts';

/** Each may do what the ones before it may. */
export const ROLES = ['read', 'write', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** How a principal showed who it is; `none` where nobody is asked. */
export type AuthMethod = 'none' | 'basic' | 'token' | 'oidc' | 'certificate';

/** A role over subjects: those of a context (`*`: of all), whose names begin with `prefix`, or are it when `exact`. */
export interface Grant {
  readonly role: Role;
  readonly context: string;
  readonly prefix: string;
  readonly exact: boolean;
}

/** Who asks, and what they may do. */
export interface Principal {
  readonly name: string;
  readonly method: AuthMethod;
  readonly grants: readonly Grant[];
}

/** Who asks where nobody is asked. */
export const ANONYMOUS: Principal = {
  name: 'anonymous',
  method: 'none',
  grants: [{ role: 'admin', context: '*', prefix: '', exact: false }],
};

/**
 * Reads a role as files and flags have it: `read` (everything), `write:orders-*` (a prefix in the default context),
 * `admin::.eu:orders-value` (one subject of a context), `read::*:orders-*` (a prefix in every context).
 * Answers `undefined` where it is none of these.
 */
export function parseGrant(text: string): Grant | undefined {
  const colon = text.indexOf(':');
  const word = colon < 0 ? text : text.slice(0, colon);
  const role = ROLES.find((name) => name === word);
  if (role === undefined) return undefined;
  if (colon < 0) return { role, context: '*', prefix: '', exact: false };
  const match = /^(?::(\*|\.[^:]*):)?([^]*)$/.exec(text.slice(colon + 1));
  const [, context = '.', name = ''] = match ?? [];
  if (name === '' || (context === '.' && name.startsWith(':'))) return undefined;
  const exact = !name.endsWith('*');
  return { role, context, prefix: exact ? name : name.slice(0, -1), exact };
}

/** What messages say of a text that {@link parseGrant} cannot read. */
export const GRANT_FORMS =
  "expected read, write or admin, alone or with subjects: 'write:orders-*', 'read::.context:*', 'admin:orders-value'";

/** Whether the principal has this role, or a higher one, over the subject. */
export function mayUseSubject({ grants }: Principal, role: Role, { context, name }: QualifiedSubject): boolean {
  return grants.some(
    (grant) =>
      isEnough(grant, role) &&
      (grant.context === '*' || grant.context === context) &&
      (grant.exact ? grant.prefix === name : name.startsWith(grant.prefix)),
  );
}

/** Whether the principal has this role over every subject of a context, or of all contexts when that is `undefined`. */
export function mayUseAll({ grants }: Principal, role: Role, context?: string): boolean {
  return grants.some(
    (grant) => isEnough(grant, role) && isWhole(grant) && (grant.context === '*' || grant.context === context),
  );
}

/** Whether there is a subject, in this context where one is named, that the principal has this role over. */
export function mayUseSome({ grants }: Principal, role: Role, context?: string): boolean {
  return grants.some(
    (grant) => isEnough(grant, role) && (context === undefined || grant.context === '*' || grant.context === context),
  );
}

function isWhole({ prefix, exact }: Grant): boolean {
  return prefix === '' && !exact;
}

function isEnough(grant: Grant, role: Role): boolean {
  return ROLES.indexOf(grant.role) >= ROLES.indexOf(role);
}
