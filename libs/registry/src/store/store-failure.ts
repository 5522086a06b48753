/**
 * What a database or the way to it said, without the statements that the drivers' wrappers quote. Undefined for any other
 * error: all that databases and sockets say has a code, and a mistake of ours has none or one of Node's own.
 */
export function readStoreFailure(error: Error): string | undefined {
  if (error.cause instanceof Error) return readStoreFailure(error.cause);
  if (!('code' in error) || typeof error.code !== 'string' || /^ERR_(?!SQLITE)/.test(error.code)) return undefined;
  return error.message || error.code;
}

/**
 * What says that a store did not answer in time, and that it may do so later: PostgreSQL's query_canceled,
 * lock_not_available and idle_in_transaction_session_timeout, the driver's and the system's, and our own.
 */
const TIMEOUTS: ReadonlySet<unknown> = new Set([
  '57014',
  '55P03',
  '25P03',
  'CONNECT_TIMEOUT',
  'ETIMEDOUT',
  'STORE_TIMEOUT',
]);

export function isStoreTimeout(error: Error): boolean {
  if (error.cause instanceof Error) return isStoreTimeout(error.cause);
  return 'code' in error && TIMEOUTS.has(error.code);
}

/** A store that said nothing for too long. */
export class StoreTimeoutError extends Error {
  readonly code = 'STORE_TIMEOUT';

  constructor(timeoutMs: number) {
    super(`no answer within ${timeoutMs} ms`);
    this.name = 'StoreTimeoutError';
  }
}
