export interface LoadingCacheOptions<Key, Value> {
  /** The entry used longest ago goes when there are more. */
  readonly maxEntries: number;
  /** The same for the sum of `sizeBytes`; unbounded when absent. */
  readonly maxSizeBytes?: number;
  /** Roughly what an entry holds; nothing when absent. */
  readonly sizeBytes?: (value: Value) => number;
  /** `undefined` and failures are not kept: the next call asks again. */
  readonly load: (key: Key) => Promise<Value | undefined>;
}

/** A bounded cache that knows how to fill itself. */
export interface LoadingCache<Key, Value> {
  /** What is kept now, without asking anyone. */
  peek(key: Key): Value | undefined;
  /** What is kept, or else what `load` answers; concurrent calls for one key share one load. */
  get(key: Key): Promise<Value | undefined>;
  set(key: Key, value: Value): void;
  /** Also keeps a load that is under way from being kept. */
  delete(key: Key): void;
  clear(): void;
  readonly size: number;
}

/** Makes a bounded, least-recently-used cache whose concurrent misses coalesce. */
export function createLoadingCache<Key, Value>(options: LoadingCacheOptions<Key, Value>): LoadingCache<Key, Value> {
  const { maxEntries, maxSizeBytes = Infinity, sizeBytes = () => 0, load } = options;
  const entries = new Map<Key, Value>();
  const pending = new Map<Key, Promise<Value | undefined>>();
  // A key asked for again and again need not be moved each time: one look at the newest entry spares it.
  let newest: Key | undefined;
  let totalBytes = 0;

  function peek(key: Key): Value | undefined {
    const value = entries.get(key);
    if (value !== undefined && key !== newest) {
      entries.delete(key);
      entries.set(key, value);
      newest = key;
    }
    return value;
  }

  function set(key: Key, value: Value): void {
    remove(key);
    entries.set(key, value);
    totalBytes += sizeBytes(value);
    newest = key;
    while (entries.size > maxEntries || totalBytes > maxSizeBytes) {
      const [oldest] = entries.keys();
      if (oldest === undefined) return;
      remove(oldest);
    }
  }

  function remove(key: Key): void {
    const value = entries.get(key);
    if (value === undefined) return;
    totalBytes -= sizeBytes(value);
    entries.delete(key);
  }

  function start(key: Key): Promise<Value | undefined> {
    const loading: Promise<Value | undefined> = load(key).then(
      (value) => {
        if (settle(key, loading) && value !== undefined) set(key, value);
        return value;
      },
      (error: unknown) => {
        settle(key, loading);
        throw error;
      },
    );
    pending.set(key, loading);
    return loading;
  }

  /** False when the key was deleted while its value was on the way. */
  function settle(key: Key, loading: Promise<Value | undefined>): boolean {
    return pending.get(key) === loading && pending.delete(key);
  }

  return {
    peek,
    set,
    async get(key) {
      const kept = peek(key);
      if (kept !== undefined) return kept;
      const shared = pending.get(key);
      if (shared === undefined) return start(key);
      // A load begun before this call may miss what was made since; one begun from here on cannot.
      return (await shared) ?? pending.get(key) ?? start(key);
    },
    delete(key) {
      remove(key);
      pending.delete(key);
    },
    clear() {
      entries.clear();
      totalBytes = 0;
      pending.clear();
    },
    get size() {
      return entries.size;
    },
  };
}
