/** Keeps `value` under `key` and at most `maxSize` entries: the oldest ones leave, each told to `onEvict`. */
export function remember<K, V>(map: Map<K, V>, key: K, value: V, maxSize: number, onEvict?: (value: V) => void): void {
  map.delete(key);
  map.set(key, value);
  for (const [oldest, evicted] of map) {
    if (map.size <= maxSize) return;
    map.delete(oldest);
    onEvict?.(evicted);
  }
}
