/** How often something may happen: `burst` at once, `perSecond` on the long run. */
export interface Rate {
  readonly perSecond: number;
  readonly burst: number;
}

/** Buckets of tokens, one for each key; those least recently used are forgotten when there are too many. */
export interface RateLimiter {
  /** Takes a token. Answers 0, or after how many seconds there is one. */
  take(key: string, rate: Rate): number;
  /** After how many seconds there is a token; takes none. */
  check(key: string, rate: Rate): number;
}

export interface RateLimiterOptions {
  /** 10,000 when absent. */
  readonly maxKeys?: number;
  readonly nowMs?: () => number;
}

interface Bucket {
  tokens: number;
  atMs: number;
}

export function createRateLimiter(options: RateLimiterOptions = {}): RateLimiter {
  const { maxKeys = 10_000, nowMs = () => performance.now() } = options;
  const buckets = new Map<string, Bucket>();

  function fill(key: string, { perSecond, burst }: Rate): Bucket {
    const now = nowMs();
    const bucket = buckets.get(key) ?? { tokens: burst, atMs: now };
    bucket.tokens = Math.min(burst, bucket.tokens + ((now - bucket.atMs) / 1000) * perSecond);
    bucket.atMs = now;
    // The order of a Map is that of insertion: what was used last stands last.
    buckets.delete(key);
    buckets.set(key, bucket);
    if (buckets.size > maxKeys) {
      const [oldest] = buckets.keys();
      if (oldest !== undefined) buckets.delete(oldest);
    }
    return bucket;
  }

  const waitFor = (bucket: Bucket, { perSecond }: Rate) =>
    bucket.tokens >= 1 ? 0 : Math.max(1, Math.ceil((1 - bucket.tokens) / perSecond));

  return {
    take(key, rate) {
      const bucket = fill(key, rate);
      const wait = waitFor(bucket, rate);
      if (wait === 0) bucket.tokens -= 1;
      return wait;
    },
    check: (key, rate) => waitFor(fill(key, rate), rate),
  };
}

/** What an address is counted as: IPv6 by its network of 64 bits, of which one subscriber has as many as they like. */
export function readAddressKey(address: string): string {
  const plain = address.replace(/^::ffff:(?=\d+\.)/i, '').replace(/%.*$/, '');
  if (!plain.includes(':')) return plain;
  const [head = '', tail] = plain.split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - before.length - after.length);
  const groups = [...before, ...Array.from({ length: zeros }, () => '0'), ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
    .join(':')}::/64`;
}
