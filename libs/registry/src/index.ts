export { describeImport } from './audit.ts';
export type { Actor, AuditOperation } from './audit.ts';
export { deriveGuid } from './guid.ts';
export { findMode, MODES } from './mode.ts';
export type { Mode } from './mode.ts';
export { createRegistry } from './registry.ts';
export type { Registry, RegistryOptions } from './registry.ts';
export { REGISTRY_ERRORS, RegistryError } from './registry-error.ts';
export type { RegistryErrorName } from './registry-error.ts';
export { createRegistrySource } from './registry-source.ts';
export type { DeletedFilter } from './rules/reading.ts';
export type { FoundVersion, RegisteredVersion } from './rules/lookup.ts';
export type { Registration } from './rules/registration.ts';
export type { Config, Settings } from './settings.ts';
export { createMemoryStore } from './store/memory.ts';
export type {
  AuditEntry,
  AuditFilter,
  AuditRecord,
  Store,
  StoreChange,
  StoredContext,
  StoredSchema,
  StoredSubject,
  StoredVersion,
  StoreHead,
} from './store/store.ts';
export type { SchemaText } from './stored-schemas.ts';
export { parseVersionId } from './version-id.ts';
export type { VersionId } from './version-id.ts';
