import type { CompatibilityLevel, Formats } from '@sluice/formats';
import type { SchemaChange } from '@sluice/serde';
import type { Plan, RegistryContext } from './registry-context.ts';
import { registryError } from './registry-error.ts';
import { createCompatibilityRules } from './rules/compatibility.ts';
import type { CompatibilityRules } from './rules/compatibility.ts';
import { createDeletionRules } from './rules/deletion.ts';
import type { DeletionRules } from './rules/deletion.ts';
import { createReadingRules } from './rules/reading.ts';
import type { ReadingRules } from './rules/reading.ts';
import { createRegistrationRules } from './rules/registration.ts';
import type { RegistrationRules } from './rules/registration.ts';
import { createSettingsRules } from './rules/settings.ts';
import type { SettingsRules } from './rules/settings.ts';
import { GLOBAL_SCOPE } from './store/store.ts';
import type { Store, StoreChange, StoreHead } from './store/store.ts';
import { createStoredSchemas } from './stored-schemas.ts';

export interface RegistryOptions {
  readonly store: Store;
  readonly formats: Formats;
  /** Where nothing is set; BACKWARD when absent. */
  readonly defaultCompatibility?: CompatibilityLevel;
  readonly nowMs?: () => number;
  /** How long reads by id may lag behind what other processes wrote to the store; 1,000 when absent. */
  readonly maxStaleMs?: number;
}

/** A schema registry without its HTTP: every method either answers or throws RegistryError. */
export interface Registry extends RegistrationRules, ReadingRules, CompatibilityRules, DeletionRules, SettingsRules {
  /** Calls `listener` after each change that this process makes or notices until the returned function is called. */
  changes(listener: (change: SchemaChange) => void): () => void;
  /** Waits for writes under way, then closes the store. */
  close(): Promise<void>;
}

/** Writes of this process that may wait for one another; more are refused rather than queued. */
const MAX_WAITING_WRITES = 10_000;

/** Lost races against writers of other processes before a write gives up. */
const MAX_ATTEMPTS = 100;

/** Makes the registry that keeps its rows in `store`. */
export function createRegistry(options: RegistryOptions): Registry {
  const { store, formats, defaultCompatibility = 'BACKWARD', nowMs = Date.now, maxStaleMs = 1000 } = options;
  const listeners = new Set<(change: SchemaChange) => void>();
  const schemas = createStoredSchemas(store, formats, { maxStaleMs, onOtherWriter: () => announce(undefined) });
  let lastWrite: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  async function write<Result>(plan: (head: StoreHead) => Promise<Plan<Result>>): Promise<Result> {
    // Most registrations find their schema already there: they need no turn.
    const early = await planSteadily(plan);
    if (early.changes.length === 0) return early.result;
    if (waiting >= MAX_WAITING_WRITES) throw registryError('OPERATION_TIMEOUT', 'Too many writes are waiting');
    waiting++;
    // Writers of this process take turns, so that only those of other processes can spoil a plan.
    const turn = lastWrite.then(() => commitPlan(plan));
    lastWrite = turn.catch(() => {});
    try {
      return await turn;
    } finally {
      waiting--;
    }
  }

  async function commitPlan<Result>(plan: (head: StoreHead) => Promise<Plan<Result>>): Promise<Result> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const { result, changes, revision } = await planSteadily(plan);
      if (changes.length === 0) return result;
      if (await store.commit(revision, changes)) {
        schemas.forget(changes, revision);
        publish(changes);
        return result;
      }
    }
    throw registryError('OPERATION_TIMEOUT', `Other writers came first ${MAX_ATTEMPTS} times`);
  }

  /** Plans, and plans again where a refusal may come from having read while another process wrote. */
  async function planSteadily<Result>(
    plan: (head: StoreHead) => Promise<Plan<Result>>,
  ): Promise<Plan<Result> & { readonly revision: number }> {
    let head = await readHead();
    for (let attempt = 0; ; attempt++) {
      try {
        return { ...(await plan(head)), revision: head.revision };
      } catch (error) {
        const { revision } = head;
        head = await readHead();
        if (head.revision === revision || attempt >= MAX_ATTEMPTS) throw error;
      }
    }
  }

  function publish(changes: readonly StoreChange[]): void {
    for (const subject of new Set(changes.flatMap(listSubjects))) announce(subject);
  }

  function announce(subject: string | undefined): void {
    for (const listener of listeners) listener({ subject });
  }

  async function readHead(): Promise<StoreHead> {
    const head = await store.readHead();
    schemas.noticeRevision(head.revision);
    return head;
  }

  const context: RegistryContext = {
    store,
    formats,
    schemas,
    defaultCompatibility,
    nowMs,
    write,
    changes(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  return {
    ...createReadingRules(context),
    ...createRegistrationRules(context),
    ...createCompatibilityRules(context),
    ...createDeletionRules(context),
    ...createSettingsRules(context),
    changes: context.changes,
    async close() {
      await lastWrite;
      listeners.clear();
      await store.close();
    },
  };
}

/** The subjects that a change is about; `undefined` stands for all. A schema changes only along with its versions. */
function listSubjects(change: StoreChange): readonly (string | undefined)[] {
  switch (change.type) {
    case 'put-version':
      return [change.version.subject];
    case 'delete-version':
      return [change.subject];
    case 'put-settings':
      return [change.scope === GLOBAL_SCOPE ? undefined : change.scope];
    case 'put-schema':
    case 'delete-schema':
      return [];
  }
}
