/** When what failed is tried again. */
export interface RetryPolicy {
  /** How often in all, 1 for never again; 3 when absent. */
  readonly attempts?: number;
  /** The wait after the first failure, doubled after each other; 200 ms when absent. */
  readonly backoffMs?: number;
  /** The longest wait; 10,000 ms when absent. */
  readonly maxBackoffMs?: number;
  /** The part of a wait that chance takes away, 0 to 1, so that many do not come at once; 0.2 when absent. */
  readonly jitter?: number;
}

/** Time and chance, which tests replace. */
export interface Clock {
  now(): number;
  /** Resolves after `ms`, or as soon as `signal` aborts. */
  wait(ms: number, signal: AbortSignal): Promise<void>;
  /** 0 to 1. */
  random(): number;
}

export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  random: () => Math.random(),
  wait: (ms, signal) =>
    new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        signal.removeEventListener('abort', end);
        resolve();
      };
      const timer = setTimeout(end, ms);
      signal.addEventListener('abort', end);
      if (signal.aborted) end();
    }),
};

/** The wait before attempt `failures + 1`. */
export function computeBackoffMs(policy: RetryPolicy, failures: number, random: number): number {
  const { backoffMs = 200, maxBackoffMs = 10_000, jitter = 0.2 } = policy;
  const full = Math.min(maxBackoffMs, backoffMs * 2 ** (failures - 1));
  return Math.round(full * (1 - jitter * random));
}

/** What became of an action: done, failed for good after so many attempts, or given up because of the signal. */
export type Outcome =
  | { readonly state: 'done' }
  | { readonly state: 'failed'; readonly error: unknown; readonly attempts: number }
  | { readonly state: 'stopped' };

/** Runs `action` until it succeeds, the policy ends, `isFinal` says that no attempt will help, or `signal` aborts. */
export async function runWithRetry(
  action: () => Promise<void>,
  policy: RetryPolicy,
  { clock, signal, isFinal }: { clock: Clock; signal: AbortSignal; isFinal: (error: unknown) => boolean },
): Promise<Outcome> {
  const { attempts = 3 } = policy;
  for (let attempt = 1; ; attempt++) {
    try {
      await action();
      return { state: 'done' };
    } catch (error) {
      if (isFinal(error) || attempt >= attempts) return { state: 'failed', error, attempts: attempt };
      await clock.wait(computeBackoffMs(policy, attempt, clock.random()), signal);
      if (signal.aborted) return { state: 'stopped' };
    }
  }
}
