import type { CompatibilityLevel, Formats } from '@sluice/formats';
import type { SchemaChange } from '@sluice/serde';
import type { Plan, RegistryContext } from './registry-context.ts';
import { registryError } from './registry-error.ts';
import { createAssociationRules } from './rules/associations.ts';
import type { AssociationRules } from './rules/associations.ts';
import { createCompatibilityRules } from './rules/compatibility.ts';
import type { CompatibilityRules } from './rules/compatibility.ts';
import { createContextRules } from './rules/contexts.ts';
import type { ContextRules } from './rules/contexts.ts';
import { createDeletionRules } from './rules/deletion.ts';
import type { DeletionRules } from './rules/deletion.ts';
import { createLookupRules } from './rules/lookup.ts';
import type { LookupRules } from './rules/lookup.ts';
import { createReadingRules } from './rules/reading.ts';
import type { ReadingRules } from './rules/reading.ts';
import { createRegistrationRules } from './rules/registration.ts';
import type { RegistrationRules } from './rules/registration.ts';
import { createSettingsRules } from './rules/settings.ts';
import type { SettingsRules } from './rules/settings.ts';
import { createTagRules } from './rules/tags.ts';
import type { TagRules } from './rules/tags.ts';
import { createFreshness } from './freshness.ts';
import type { Freshness } from './freshness.ts';
import { splitSubject } from '@sluice/serde';
import type { Store, StoreChange, StoreHead } from './store/store.ts';
import { createStoredSchemas } from './stored-schemas.ts';
import { createStoredSettings } from './stored-settings.ts';

export interface RegistryOptions {
  readonly store: Store;
  readonly formats: Formats;
  /** Where nothing is set; BACKWARD when absent. */
  readonly defaultCompatibility?: CompatibilityLevel;
  readonly nowMs?: () => number;
  /** How long reads by id may lag behind what other processes wrote to the store; 1,000 when absent. */
  readonly maxStaleMs?: number;
  /** How long a write waits for those before it; 20,000 when absent. */
  readonly maxWaitMs?: number;
}

/** A schema registry without its HTTP: every method either answers or throws RegistryError. */
export interface Registry
  extends
    RegistrationRules,
    LookupRules,
    ReadingRules,
    CompatibilityRules,
    DeletionRules,
    SettingsRules,
    ContextRules,
    TagRules,
    AssociationRules {
  /** Whether what was answered before still is the answer. */
  readonly freshness: Pick<Freshness, 'generation' | 'isFresh' | 'refresh'>;
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
  const { maxWaitMs = 20_000 } = options;
  const listeners = new Set<(change: SchemaChange) => void>();
  const freshness = createFreshness(store, { maxStaleMs, onOtherWriter });
  const schemas = createStoredSchemas(store, formats, freshness);
  const settings = createStoredSettings(store);
  let lastWrite: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  async function write<Result>(plan: (head: StoreHead) => Promise<Plan<Result>>): Promise<Result> {
    // Most registrations find their schema already there: they need no turn.
    const early = await planSteadily(plan);
    if (early.changes.length === 0) return early.result;
    if (waiting >= MAX_WAITING_WRITES) throw registryError('OPERATION_TIMEOUT', 'Too many writes are waiting');
    waiting++;
    // Writers of this process take turns, so that only those of other processes can spoil a plan.
    const turn = Promise.withResolvers<Result>();
    const previous = lastWrite;
    lastWrite = previous.then(async () => {
      if (isOver) return;
      clearTimeout(timer);
      await commitPlan(plan).then(turn.resolve, turn.reject);
    });
    // A store that does not answer holds up the turns: who has waited long is told, and not served behind their back.
    let isOver = false;
    const timer = setTimeout(() => {
      isOver = true;
      turn.reject(registryError('OPERATION_TIMEOUT', 'Other writes took too long'));
    }, maxWaitMs);
    return turn.promise.finally(() => waiting--);
  }

  async function commitPlan<Result>(plan: (head: StoreHead) => Promise<Plan<Result>>): Promise<Result> {
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const { result, changes, revision } = await planSteadily(plan);
      if (changes.length === 0) return result;
      if (await commit(revision, changes)) {
        freshness.advance(revision, changes);
        forget(changes);
        publish(changes);
        return result;
      }
    }
    throw registryError('OPERATION_TIMEOUT', `Other writers came first ${MAX_ATTEMPTS} times`);
  }

  async function commit(revision: number, changes: readonly StoreChange[]): Promise<boolean> {
    try {
      return await store.commit(revision, changes);
    } catch (error) {
      // It may have been done all the same, with only the answer lost.
      freshness.expire();
      throw error;
    }
  }

  /** Plans, and plans again where a refusal may come from having read while another process wrote. */
  async function planSteadily<Result>(
    plan: (head: StoreHead) => Promise<Plan<Result>>,
  ): Promise<Plan<Result> & { readonly revision: number }> {
    let head = await freshness.readHead();
    for (let attempt = 0; ; attempt++) {
      try {
        return { ...(await plan(head)), revision: head.revision };
      } catch (error) {
        const { revision } = head;
        head = await freshness.readHead();
        if (head.revision === revision || attempt >= MAX_ATTEMPTS) throw error;
      }
    }
  }

  function forget(changes: readonly StoreChange[]): void {
    schemas.forget(changes);
    for (const change of changes) if (change.type === 'put-settings') settings.delete(change.scope);
  }

  function onOtherWriter(change: { readonly purged: boolean }): void {
    schemas.forgetOthers(change);
    settings.clear();
    announce(undefined);
  }

  function publish(changes: readonly StoreChange[]): void {
    for (const subject of new Set(changes.flatMap(listSubjects))) announce(subject);
  }

  function announce(subject: string | undefined): void {
    for (const listener of listeners) listener({ subject });
  }

  const context: RegistryContext = {
    store,
    formats,
    schemas,
    settings,
    freshness,
    defaultCompatibility,
    nowMs,
    write,
    changes(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  const rules = {
    ...createReadingRules(context),
    ...createRegistrationRules(context),
    ...createLookupRules(context),
    ...createCompatibilityRules(context),
    ...createDeletionRules(context),
    ...createSettingsRules(context),
  };
  return {
    ...rules,
    ...createContextRules(context),
    ...createTagRules(context, rules),
    ...createAssociationRules(context, rules),
    freshness,
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
      // A context's settings are those of every subject in it.
      return [splitSubject(change.scope).name === '' ? undefined : change.scope];
    case 'put-association':
      return [change.association.subject];
    case 'put-schema':
    case 'delete-schema':
    case 'delete-context':
    case 'put-context':
    case 'retire-id':
    case 'delete-association':
      return [];
  }
}
