import { joinSubject, splitSubject } from '@sluice/serde';
import type { RegistryContext } from '../registry-context.ts';
import { registryError } from '../registry-error.ts';
import type { Store, StoredSchema } from '../store/store.ts';

/** The largest id that fits the wire format of Confluent's clients, which read it as a signed integer. */
const MAX_ID = 2 ** 31 - 1;

/**
 * The id of a schema in the context of `subject`: the one it has, the one that is wanted for it, or the next. Throws
 * OPERATION_NOT_PERMITTED when the wanted id names, or ever named, something else, and ID_DOES_NOT_MATCH when the schema
 * has another.
 */
export async function pickId(
  { store }: RegistryContext,
  subject: string,
  wantedId: number | undefined,
  known: StoredSchema | undefined,
  guid: string,
): Promise<number> {
  const { context } = splitSubject(subject);
  if (wantedId !== undefined) {
    const holder = await store.readSchema(context, wantedId);
    if (holder !== undefined && holder.guid !== guid) {
      const message = `Overwrite new schema with id ${wantedId} in context ${joinSubject(context, '')} is not permitted.`;
      throw registryError('OPERATION_NOT_PERMITTED', message);
    }
    if (known !== undefined && known.id !== wantedId) {
      const message = `Schema already registered with id ${known.id} instead of input id ${wantedId}`;
      throw registryError('ID_DOES_NOT_MATCH', message);
    }
    const retiredGuid = await store.readRetiredGuid(context, wantedId);
    if (retiredGuid !== undefined && retiredGuid !== guid) {
      const message = `Id ${wantedId} was given to another schema, which was deleted: ids are never used twice`;
      throw registryError('OPERATION_NOT_PERMITTED', message);
    }
  }
  if (known !== undefined) return known.id;
  if (wantedId !== undefined) return wantedId;
  const nextId = (await store.readContext(context))?.nextId ?? 1;
  const id = nextId <= MAX_ID ? nextId : await findFreeId(store, context);
  if (id < 1) throw registryError('STORE_ERROR', `no id is left for a schema of subject ${subject}`);
  return id;
}

/** The highest id never used, once an import has taken the last one; 0 when there is none. */
async function findFreeId(store: Store, context: string): Promise<number> {
  let id = MAX_ID;
  while (id > 0) {
    const used = (await store.readSchema(context, id)) ?? (await store.readRetiredGuid(context, id));
    if (used === undefined) break;
    id--;
  }
  return id;
}
