import { StoreTimeoutError } from '../store-failure.ts';
import type { Store } from '../store.ts';

export interface GuardOptions {
  /** After which whoever asked is told, and the connections are thrown away. Longer than the server lets statements take. */
  readonly timeoutMs: number;
  /** Called when connections were thrown away: what was to come over them will not. */
  readonly onDiscard: () => void;
}

/**
 * A store whose every answer comes in time. A server that ends sends word, and one that works ends what takes too long; one
 * that hangs or went out of reach does neither, and its connections would be waited on for ever. Then those are thrown
 * away, which fails all that waits for them, and the next call goes over new ones, made by `open`.
 */
export function createGuardedStore(open: () => Store, { timeoutMs, onDiscard }: GuardOptions): Store {
  let current = open();

  async function ask(name: string, values: readonly unknown[]): Promise<unknown> {
    const store = current;
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => {
      late.reject(new StoreTimeoutError(timeoutMs));
      if (current !== store) return;
      current = open();
      store.close().catch(() => {});
      onDiscard();
    }, timeoutMs);
    try {
      const answer: unknown = Reflect.apply(Reflect.get(store, name), store, values);
      return await Promise.race([answer, late.promise]);
    } finally {
      clearTimeout(timer);
    }
  }

  const guarded: Store = { ...current };
  for (const name of Object.keys(current)) {
    if (name !== 'close' && name !== 'watch') {
      Reflect.set(guarded, name, (...values: readonly unknown[]) => ask(name, values));
    }
  }
  return { ...guarded, close: () => current.close() };
}
