import { GateError } from './gate-error.ts';

export interface LookupLimits {
  /** Questions put to the source at the same time. */
  readonly maxConcurrent: number;
  /** Questions waiting for their turn; further ones fail at once. */
  readonly maxWaiting: number;
  /** How long the source may take to answer one. */
  readonly timeoutMs: number;
}

/**
 * Asks for `key`. The answer was asked for after this call, so that what was registered before it is seen;
 * an earlier question still under way serves too when `isEnough` says its answer cannot have been overtaken.
 */
export type Lookup<K, V> = (key: K, isEnough: (answer: V) => boolean) => Promise<V>;

/** A turnstile shared by the look-ups of one source: bounded in what runs and in what waits. */
export interface Turnstile {
  run<T>(task: () => Promise<T>): Promise<T>;
}

export function createTurnstile(limits: LookupLimits): Turnstile {
  const waiting: (() => void)[] = [];
  let running = 0;
  return {
    async run(task) {
      if (running < limits.maxConcurrent) running += 1;
      else if (waiting.length >= limits.maxWaiting)
        throw new GateError('too many look-ups wait for the schema registry');
      else await new Promise<void>((resolve) => waiting.push(resolve));
      try {
        return await withTimeout(task(), limits.timeoutMs);
      } finally {
        const next = waiting.shift();
        if (next === undefined) running -= 1;
        else next();
      }
    },
  };
}

/** Makes a look-up of which at most one question a key is under way, however many callers wait for it. */
export function createLookup<K, V>(turnstile: Turnstile, ask: (key: K) => Promise<V>): Lookup<K, V> {
  const underWay = new Map<K, Promise<V>>();

  function start(key: K): Promise<V> {
    const question = turnstile.run(() => ask(key)).finally(() => underWay.delete(key));
    underWay.set(key, question);
    return question;
  }

  return async (key, isEnough) => {
    const earlier = underWay.get(key);
    if (earlier === undefined) return start(key);
    const answer = await earlier.catch(() => undefined);
    if (answer !== undefined && isEnough(answer)) return answer;
    // Whichever waiter comes first asks again; that question is younger than all of them.
    return underWay.get(key) ?? start(key);
  };
}

async function withTimeout<T>(answer: Promise<T>, timeoutMs: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const expired = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () => reject(new GateError(`the schema registry gave no answer within ${timeoutMs} ms`)),
      timeoutMs,
    );
  });
  try {
    return await Promise.race([answer, expired]);
  } finally {
    clearTimeout(timer);
  }
}
