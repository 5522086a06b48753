import type { CompatibilityLevel, Formats } from '@sluice/formats';
import type { SchemaChange } from '@sluice/serde';
import type { AuditOperation } from './audit.ts';
import type { Freshness } from './freshness.ts';
import type { Store, StoreChange, StoreHead } from './store/store.ts';
import type { StoredSchemas } from './stored-schemas.ts';
import type { StoredSettings } from './stored-settings.ts';

/** What a rule decided: what the caller gets, and what must be written for it to be true. */
export interface Plan<Result> {
  readonly result: Result;
  readonly changes: readonly StoreChange[];
}

/** What every rule may use. */
export interface RegistryContext {
  readonly store: Store;
  readonly formats: Formats;
  readonly schemas: StoredSchemas;
  readonly settings: StoredSettings;
  readonly freshness: Freshness;
  readonly defaultCompatibility: CompatibilityLevel;
  nowMs(): number;
  /**
   * Runs `plan` and commits its changes against the revision it read at; when another writer came first, runs it again.
   * A plan reads and decides; it has no effect of its own. The audit log tells of it by the name `operation`.
   */
  write<Result>(operation: AuditOperation, plan: (head: StoreHead) => Promise<Plan<Result>>): Promise<Result>;
  changes(listener: (change: SchemaChange) => void): () => void;
}
