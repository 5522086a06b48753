import type { SchemaReference } from '@sluice/formats';
import { qualifySubject, splitSubject } from '@sluice/serde';
import type { RegistryContext } from '../registry-context.ts';
import { registryError } from '../registry-error.ts';

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
