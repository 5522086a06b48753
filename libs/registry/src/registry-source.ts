import { SchemaSourceError } from '@sluice/serde';
import type { SchemaSource } from '@sluice/serde';
import type { Registry } from './registry.ts';
import { RegistryError } from './registry-error.ts';
import { readStoreFailure } from './store/store-failure.ts';

/** The schemas of a registry in this process, for the gate and the serdes. */
export function createRegistrySource(registry: Registry): SchemaSource {
  return {
    byId: (id, subject) => findOr(undefined, async () => (await registry.readSchema(id, subject)).schema),
    byGuid: (guid) => findOr(undefined, async () => (await registry.readSchemaByGuid(guid)).schema),
    bySubject: (subject) => findOr([], () => registry.listVersions(subject, { deleted: true })),
    byVersion: (subject, version) => findOr(undefined, () => registry.readVersion(subject, version, { deleted: true })),
    changes: (listener) => registry.changes(listener),
  };
}

async function findOr<Value, Missing>(missing: Missing, ask: () => Promise<Value>): Promise<Value | Missing> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RegistryError && error.status === 404) return missing;
    const known = error instanceof RegistryError ? { status: error.status, errorCode: error.code } : {};
    const reason = error instanceof Error ? (readStoreFailure(error) ?? error.message) : String(error);
    throw new SchemaSourceError(`the registry could not be asked: ${reason}`, { ...known, cause: error });
  }
}
