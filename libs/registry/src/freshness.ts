import type { Store, StoreHead } from './store/store.ts';

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
  /** A commit of this process moved the store on from `revision`. */
  advance(revision: number): void;
}

export interface FreshnessOptions {
  /** How long an answer from memory may lag behind other processes. */
  readonly maxStaleMs: number;
  /** Called when another process was found to have written: everything kept may be untrue. */
  readonly onOtherWriter: () => void;
}

/** Makes the watch over a store's revision. */
export function createFreshness(store: Store, { maxStaleMs, onOtherWriter }: FreshnessOptions): Freshness {
  let knownRevision: number | undefined;
  let checkedAtMs = -Infinity;
  let generation = 0;

  function isFresh(): boolean {
    return performance.now() - checkedAtMs < maxStaleMs;
  }

  async function readHead(): Promise<StoreHead> {
    const head = await store.readHead();
    checkedAtMs = performance.now();
    // A head that was read before our own last commit says nothing new.
    if (knownRevision !== undefined && head.revision <= knownRevision) return head;
    const isFirst = knownRevision === undefined;
    knownRevision = head.revision;
    generation++;
    if (!isFirst) onOtherWriter();
    return head;
  }

  return {
    get generation() {
      return generation;
    },
    isFresh,
    async refresh() {
      if (!isFresh()) await readHead();
    },
    readHead,
    advance(revision) {
      generation++;
      if (knownRevision === undefined || knownRevision === revision) knownRevision = revision + 1;
    },
  };
}
