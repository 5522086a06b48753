import type { CompatibilityLevel, Formats } from '@sluice/formats';
import type { SchemaChange } from '@sluice/serde';
import { describeChanges, THIS_PROCESS } from './audit.ts';
import type { Actor, AuditOperation } from './audit.ts';
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
import type { AuditEntry, AuditFilter, Store, StoreChange, StoreHead } from './store/store.ts';
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
  /** What the audit log keeps: 100,000 entries and those of a year when absent. */
  readonly audit?: { readonly maxEntries?: number; readonly maxAgeMs?: number };
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
  /** The same registry, whose writes the audit log puts down to `actor`; to this process where nobody is named. */
  as(actor: Actor): Registry;
  /** Who wrote what, newest first. */
  listAudit(filter: AuditFilter): Promise<readonly AuditEntry[]>;
  /** Whether what was answered before still is the answer. */
  readonly freshness: Pick<Freshness, 'generation' | 'isFresh' | 'refresh'>;
  /** Calls `listener` after each change that this process makes or notices until the returned function is called. */
  changes(listener: (change: SchemaChange) => void): () => void;
  /** Waits for writes under way, then closes the store. */
  close(): Promise<void>;
}

/** Writes of this process that may wait for one another; more are refused rather than queued. */
const MAX_WAITING_WRITES = 10_000;

/** The audit log is brought down to its bounds once in so many writes. */
const TRIM_INTERVAL = 64;

/** Lost races against writers of other processes before a write gives up. */
const MAX_ATTEMPTS = 100;

/** Makes the registry that keeps its rows in `store`. */
export function createRegistry(options: RegistryOptions): Registry {
  const { store, formats, defaultCompatibility = 'BACKWARD', nowMs = Date.now, maxStaleMs = 1000 } = options;
  const { maxWaitMs = 20_000, audit = {} } = options;
  const { maxEntries = 100_000, maxAgeMs = 365 * 24 * 3_600_000 } = audit;
  const listeners = new Set<(change: SchemaChange) => void>();
  const freshness = createFreshness(store, { maxStaleMs, onOtherWriter });
  const schemas = createStoredSchemas(store, formats, freshness);
  const settings = createStoredSettings(store);
  let lastWrite: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  /** What is answered is on disk, whoever of this process wrote it; waits for the disk are shared. */
  async function write<Result>(plan: (head: StoreHead) => Promise<Plan<Result>>): Promise<Result> {
    const result = await writeInTurn(plan);
    await store.sync?.();
    return result;
  }

  async function writeInTurn<Result>(plan: (head: StoreHead) => Promise<Plan<Result>>): Promise<Result> {
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
      const planned = await (attempt > 0 && store.commitInTurn !== undefined
        ? commitInTurn(store.commitInTurn, plan)
        : commitSteadily(plan));
      if (!planned.isDone) continue;
      if (planned.changes.length === 0) return planned.result;
      freshness.advance(planned.revision, planned.changes);
      forget(planned.changes);
      publish(planned.changes);
      return planned.result;
    }
    throw registryError('OPERATION_TIMEOUT', `Other writers came first ${MAX_ATTEMPTS} times`);
  }

  async function commitSteadily<Result>(plan: (head: StoreHead) => Promise<Plan<Result>>) {
    const planned = await planSteadily(plan);
    const { revision, changes } = planned;
    const isDone = changes.length === 0 || (await expireUnlessDone(() => store.commit(revision, changes)));
    return { ...planned, isDone };
  }

  /** Other processes wait: what is planned is true when it is committed. */
  async function commitInTurn<Result>(
    commit: NonNullable<Store['commitInTurn']>,
    plan: (head: StoreHead) => Promise<Plan<Result>>,
  ) {
    const planned: (Plan<Result> & { readonly revision: number })[] = [];
    const decide = async (head: StoreHead) => {
      freshness.learn(head);
      const { result, changes } = await plan(head);
      planned.push({ result, changes, revision: head.revision });
      return changes;
    };
    const isDone = await expireUnlessDone(() => commit(decide));
    const [only] = planned;
    if (only === undefined) throw new Error('the store committed what nobody decided');
    return { ...only, isDone };
  }

  /** A commit that fails may have been done all the same, with only the answer lost. */
  async function expireUnlessDone(commit: () => Promise<boolean>): Promise<boolean> {
    try {
      return await commit();
    } catch (error) {
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

  /** The entry of the audit log about changes, which is written with them or not at all. */
  async function tell(actor: Actor, operation: AuditOperation, changes: readonly StoreChange[], revision: number) {
    const atMs = nowMs();
    const { name: principal, method, address } = actor;
    const described = await describeChanges(store, changes);
    const record = { atMs, principal, method, address, operation, ...described };
    const told: StoreChange[] = [{ type: 'add-audit', record }];
    if (revision % TRIM_INTERVAL === 0) told.push({ type: 'trim-audit', maxEntries, sinceMs: atMs - maxAgeMs });
    return told;
  }

  const open: Omit<RegistryContext, 'write'> = {
    store,
    formats,
    schemas,
    settings,
    freshness,
    defaultCompatibility,
    nowMs,
    changes(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };

  async function close(): Promise<void> {
    await lastWrite;
    listeners.clear();
    await store.close();
  }
  const as = (actor: Actor): Registry => {
    const context: RegistryContext = {
      ...open,
      write: (operation, plan) =>
        write(async (head) => {
          const { result, changes } = await plan(head);
          if (changes.length === 0) return { result, changes };
          return { result, changes: [...changes, ...(await tell(actor, operation, changes, head.revision))] };
        }),
    };
    const listAudit = (filter: AuditFilter) => store.listAudit(filter);
    return { ...createRules(context), as, listAudit, freshness, changes: open.changes, close };
  };
  return as(THIS_PROCESS);
}

function createRules(context: RegistryContext): Omit<Registry, 'as' | 'listAudit' | 'freshness' | 'changes' | 'close'> {
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
    case 'add-audit':
    case 'trim-audit':
    case 'delete-association':
      return [];
  }
}
