import type { LoadingCache, LoadingCacheOptions } from '../loading-cache.ts';

/** As the whole one, of caches that are bounded by their entries alone. */
export function createLoadingCache<Key, Value>({
  maxEntries,
  load,
}: Pick<LoadingCacheOptions<Key, Value>, 'maxEntries' | 'load'>): Pick<
  LoadingCache<Key, Value>,
  'peek' | 'get' | 'clear'
> {
  const entries = new Map<Key, Value>();
  const pending = new Map<Key, Promise<Value | undefined>>();
  let newest: Key | undefined;

  function set(key: Key, value: Value): void {
    entries.delete(key);
    entries.set(key, value);
    newest = key;
    for (const oldest of entries.keys()) if (entries.size > maxEntries) entries.delete(oldest);
  }

  async function start(key: Key): Promise<Value | undefined> {
    try {
      // Whatever it throws, it throws later: by then it is pending.
      const value = await Promise.resolve(key).then(load);
      if (value !== undefined) set(key, value);
      return value;
    } finally {
      pending.delete(key);
    }
  }

  function peek(key: Key): Value | undefined {
    const value = entries.get(key);
    if (value !== undefined && key !== newest) set(key, value);
    return value;
  }

  return {
    peek,
    async get(key) {
      const kept = peek(key) ?? (await pending.get(key));
      if (kept !== undefined) return kept;
      const loading = pending.get(key) ?? start(key);
      pending.set(key, loading);
      return loading;
    },
    clear: () => entries.clear(),
  };
}
