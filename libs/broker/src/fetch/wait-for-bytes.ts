import type { LogWatcher, PartitionLog } from '../log/partition-log.ts';

/**
 * Settles when `bytes` more have become readable in the logs together, when the time is over, when one of the logs
 * closes or fails, or when one of the signals aborts.
 */
export function waitForBytes(
  logs: readonly PartitionLog[],
  bytes: number,
  timeoutMs: number,
  signals: readonly AbortSignal[],
): Promise<'bytes' | 'log closed' | 'over'> {
  if (timeoutMs <= 0 || signals.some((signal) => signal.aborted)) return Promise.resolve('over');
  if (!logs.every(({ isOpen }) => isOpen)) return Promise.resolve('log closed');
  return new Promise((resolve) => {
    let missing = bytes;
    const watcher: LogWatcher = {
      notify(added) {
        missing -= added;
        if (added === 0) finish('log closed');
        else if (missing <= 0) finish('bytes');
      },
    };
    const end = (): void => finish('over');
    const timer = setTimeout(end, timeoutMs);
    for (const log of logs) log.watch(watcher);
    for (const signal of signals) signal.addEventListener('abort', end);

    function finish(why: 'bytes' | 'log closed' | 'over'): void {
      clearTimeout(timer);
      for (const log of logs) log.unwatch(watcher);
      for (const signal of signals) signal.removeEventListener('abort', end);
      resolve(why);
    }
  });
}
