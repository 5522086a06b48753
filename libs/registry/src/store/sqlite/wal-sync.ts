import { open } from 'node:fs/promises';
import type { FileHandle } from 'node:fs/promises';

/** Waits of one process for its write-ahead log to be on disk, many of them by one call to the system. */
export interface WalSync {
  /** Something was written to the log. */
  note(): void;
  /** Resolves when all that was noted before is on disk. Rejects ever after once that failed: what is there is not known then. */
  wait(): Promise<void>;
  close(): Promise<void>;
}

/**
 * The write-ahead log beside the SQLite file at `path`. SQLite itself writes it without waiting (synchronous NORMAL) and
 * syncs it before each checkpoint, so that this file alone decides what survives the loss of power.
 */
export function createWalSync(path: string): WalSync {
  let file: Promise<FileHandle> | undefined;
  let running: Promise<void> | undefined;
  let failure: Error | undefined;
  let written = 0;
  let durable = 0;

  async function run(): Promise<void> {
    const upTo = written;
    try {
      file ??= open(`${path}-wal`, 'r+');
      await (await file).datasync();
      durable = upTo;
    } catch (error) {
      failure = error instanceof Error ? error : new Error(String(error));
      throw failure;
    } finally {
      running = undefined;
    }
  }

  return {
    note() {
      written++;
    },
    async wait() {
      const target = written;
      while (durable < target) {
        if (failure !== undefined) throw failure;
        await (running ??= run());
      }
    },
    async close() {
      await running?.catch(() => {});
      await (await file?.catch(() => undefined))?.close();
    },
  };
}
