/**
 * What a database or the way to it said, without the statements that the drivers' wrappers quote. Undefined for any other
 * error: all that databases and sockets say has a code, and a mistake of ours has none or one of Node's own.
 */
export function readStoreFailure(error: Error): string | undefined {
  if (error.cause instanceof Error) return readStoreFailure(error.cause);
  if (!('code' in error) || typeof error.code !== 'string' || /^ERR_(?!SQLITE)/.test(error.code)) return undefined;
  return error.message || error.code;
}
