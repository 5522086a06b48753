import type { SchemaReference } from '@sluice/formats';
import { qualifySubject, splitSubject } from '@sluice/serde';
import type { Association } from '../association.ts';
import { refuse } from '../contract/association-request.ts';
import { MODES } from '../mode.ts';
import type { RegistryContext } from '../registry-context.ts';
import { registryError } from '../registry-error.ts';
import { readModeInForce } from './settings-in-force.ts';

/** A subject that goes with its topic may be referred to by no schema. Throws OPERATION_NOT_PERMITTED. */
export async function checkNoStrongReference(
  { store }: RegistryContext,
  subject: string,
  references: readonly SchemaReference[],
): Promise<void> {
  const { context } = splitSubject(subject);
  for (const reference of references) {
    const associations = await store.listAssociations({ subject: qualifySubject(context, reference.subject) });
    if (!associations.some(({ lifecycle }) => lifecycle === 'STRONG')) continue;
    const message = `Subject '${reference.subject}' has a strong association and cannot be referenced`;
    throw registryError('OPERATION_NOT_PERMITTED', message);
  }
}

/** Throws OPERATION_NOT_PERMITTED, in the words that associations have for it. */
export async function checkSubjectWritable(context: RegistryContext, subject: string): Promise<void> {
  if (!MODES[await readModeInForce(context, subject)].readOnly) return;
  const { context: own, name } = splitSubject(subject);
  throw registryError('OPERATION_NOT_PERMITTED', `Subject ${name} in context ${own} is in read-only mode`);
}

/** Throws INVALID_ASSOCIATION when associations of one resource would be of two lifecycles. */
export function checkUniform(lifecycles: ReadonlyMap<string, Association['lifecycle']>): void {
  if (new Set(lifecycles.values()).size < 2) return;
  const detail = [...lifecycles].map(([type, lifecycle]) => `${type}=${lifecycle}`).join(', ');
  throw refuse('lifecycle', `all associations for a resource must have the same lifecycle, but got ${detail}`);
}
