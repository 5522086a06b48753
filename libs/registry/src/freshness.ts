import { deletesSchema } from './store/store.ts';
import type { Store, StoreChange, StoreHead } from './store/store.ts';

/** How what this process keeps in memory stands to what other processes write to the same store. */
export interface Freshness {
  /** Another number after every change that this process made or noticed. */
  readonly generation: number;
  /** Whether memory was compared with the store lately enough to answer from. */
  isFresh(): boolean;
  /** Compares, unless that was done lately. */
  refresh(): Promise<void>;
  /** Reads the head for a plan. */
  readHead(): Promise<StoreHead>;
  /** A head that was read elsewhere. */
  learn(head: StoreHead): void;
  /** A commit of this process moved the store on from `revision`. */
  advance(revision: number, changes: readonly StoreChange[]): void;
  /** Something may have happened that this process knows nothing of: the next answer is not given before comparing. */
  expire(): void;
}

export interface FreshnessOptions {
  /** How long an answer from memory may lag behind other processes. The store tells of most changes sooner. */
  readonly maxStaleMs: number;
  /** Called when another process was found to have written: everything kept may be untrue. Ids are true unless `purged`. */
  readonly onOtherWriter: (change: { readonly purged: boolean }) => void;
}

/** Makes the watch over a store's revision. */
export function createFreshness(store: Store, { maxStaleMs, onOtherWriter }: FreshnessOptions): Freshness {
  let known: StoreHead | undefined;
  let checkedAtMs = -Infinity;
  let expiredAtMs = -Infinity;
  let generation = 0;
  let refreshing: { readonly sinceMs: number; readonly done: Promise<StoreHead> } | undefined;

  function isFresh(): boolean {
    return performance.now() - checkedAtMs < maxStaleMs;
  }

  /** What others wrote. Heads that come late, or tell of our own last commit, say nothing new. */
  function learn(head: StoreHead): void {
    const previous = known;
    if (previous !== undefined && head.revision <= previous.revision) return;
    known = head;
    generation++;
    if (previous !== undefined) onOtherWriter({ purged: head.lastPurge > previous.revision });
  }

  async function readHead(): Promise<StoreHead> {
    // The answer is as old as the question.
    const askedAtMs = performance.now();
    const head = await store.readHead();
    learn(head);
    if (askedAtMs >= expiredAtMs) checkedAtMs = Math.max(checkedAtMs, askedAtMs);
    return head;
  }

  function expire(): void {
    checkedAtMs = -Infinity;
    expiredAtMs = performance.now();
    refreshing = undefined;
  }

  store.watch((head) => {
    if (head === undefined) expire();
    else learn(head);
  });

  return {
    get generation() {
      return generation;
    },
    isFresh,
    async refresh() {
      if (isFresh()) return;
      const nowMs = performance.now();
      if (refreshing === undefined || nowMs - refreshing.sinceMs >= maxStaleMs) {
        const begun = { sinceMs: nowMs, done: readHead() };
        refreshing = begun;
        const forget = () => {
          if (refreshing === begun) refreshing = undefined;
        };
        begun.done.then(forget, forget);
      }
      await refreshing.done;
    },
    readHead,
    learn,
    advance(revision, changes) {
      generation++;
      if (known !== undefined && known.revision > revision) return;
      const lastPurge = deletesSchema(changes) ? revision + 1 : (known?.lastPurge ?? 0);
      known = { revision: revision + 1, lastPurge };
    },
    expire,
  };
}
