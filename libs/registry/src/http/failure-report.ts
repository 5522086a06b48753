import type { Logger } from '@sluice/runtime';
import type { Context } from 'hono';
import { readStoreFailure } from '../store/store-failure.ts';

export interface FailureReportOptions {
  /** Told of failures that are ours. */
  readonly logger?: Logger;
  /** What log lines call the store. */
  readonly storeName?: string;
}

/** A store that is gone fails every request: its lines are short, and one a second says enough. */
export function createFailureReport({ logger, storeName = 'the schema store' }: FailureReportOptions) {
  let nextAtMs = 0;
  let suppressed = 0;
  return (error: Error, { req: { method, path } }: Context): void => {
    const reason = readStoreFailure(error);
    if (reason === undefined) {
      logger?.error({ err: error, method, path }, 'the registry failed');
    } else if (Date.now() < nextAtMs) {
      suppressed++;
    } else {
      logger?.error({ method, path, ...(suppressed > 0 && { suppressed }) }, `${storeName} failed: ${reason}`);
      nextAtMs = Date.now() + 1000;
      suppressed = 0;
    }
  };
}
