import postgres from 'postgres';
import { StoreTimeoutError } from '../store-failure.ts';
import type { Store } from '../store.ts';

/**
 * A store whose every answer comes in time, and that goes on once the server does. A server that ends sends word, and one
 * that works ends what takes too long; one that hangs or went out of reach does neither, and its connections would be
 * waited on for ever. So connections are thrown away, all of them, when `timeoutMs` are over, which must be longer than
 * the server lets a statement take, and also when one was lost: the driver cannot always use it again (porsager/postgres,
 * pull request 1209). The next call goes over new ones, made by `open`.
 */
export function createGuardedStore(open: () => Store, timeoutMs: number): Store {
  let current = open();

  function discard(store: Store): void {
    if (current !== store) return;
    current = open();
    store.close().catch(() => {});
  }

  async function ask(name: string, values: readonly unknown[]): Promise<unknown> {
    const store = current;
    const late = Promise.withResolvers<never>();
    const timer = setTimeout(() => late.reject(new StoreTimeoutError(timeoutMs)), timeoutMs);
    try {
      const answer: unknown = Reflect.apply(Reflect.get(store, name), store, values);
      return await Promise.race([answer, late.promise]);
    } catch (error) {
      if (losesConnection(error)) discard(store);
      throw error;
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

/** Whatever has a code and is not an answer of the server's, and those of a server that ends (class 57P). */
function losesConnection(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  if (error.cause instanceof Error) return losesConnection(error.cause);
  if (!('code' in error) || typeof error.code !== 'string') return false;
  return !(error instanceof postgres.PostgresError) || error.code.startsWith('57P');
}
