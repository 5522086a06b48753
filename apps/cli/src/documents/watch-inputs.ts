import { watch } from 'node:fs';
import type { FSWatcher } from 'node:fs';
import { dirname } from 'node:path';
import { isFolder, readState } from './read-inputs.ts';

/** Waits until files change. */
export interface InputWatcher {
  /**
   * Resolves with true once one of `states`, what files were by absolute path, is another, at once where it is so
   * already; with false when the watcher was closed.
   */
  waitForChange(states: ReadonlyMap<string, string>): Promise<boolean>;
  close(): void;
}

/** Editors write a file in several steps, and several files at once. */
const SETTLE_MS = 50;
const MAX_SETTLE_ROUNDS = 40;
/** For file systems that report no changes, such as some that are mounted from elsewhere. */
const POLL_MS = 2000;

export function watchInputs(): InputWatcher {
  const watchers = new Map<string, FSWatcher>();
  const closing = new AbortController();
  let wake = (): void => {};
  const onEvent = (): void => wake();

  /** Folders rather than files: whoever replaces a file makes another of the same name. */
  function watchFolders(folders: ReadonlySet<string>): void {
    for (const [folder, watcher] of watchers) {
      if (folders.has(folder)) continue;
      watcher.close();
      watchers.delete(folder);
    }
    for (const folder of folders) {
      if (watchers.has(folder)) continue;
      try {
        const watcher = watch(folder, onEvent);
        watcher.on('error', () => {
          watcher.close();
          watchers.delete(folder);
        });
        watchers.set(folder, watcher);
      } catch {
        // A folder that is not there, or no more watchers to be had: looking now and then has to do.
      }
    }
  }

  return {
    async waitForChange(states) {
      watchFolders(new Set([...states].map(([path, state]) => (isFolder(state) ? path : dirname(path)))));
      for (;;) {
        const event = Promise.withResolvers<void>();
        wake = event.resolve;
        if (closing.signal.aborted) return false;
        if (await hasChanged(states)) {
          await settle([...states.keys()]);
          return !closing.signal.aborted;
        }
        const timer = setTimeout(event.resolve, POLL_MS);
        await event.promise;
        clearTimeout(timer);
      }
    },
    close() {
      closing.abort();
      for (const watcher of watchers.values()) watcher.close();
      wake();
    },
  };
}

/** Waits until the files stay as they are for a moment. */
async function settle(paths: readonly string[]): Promise<void> {
  for (let round = 0, before = ''; round < MAX_SETTLE_ROUNDS; round++) {
    const now = (await Promise.all(paths.map(readState))).join('\n');
    if (now === before) return;
    before = now;
    await new Promise((resolve) => setTimeout(resolve, SETTLE_MS));
  }
}

async function hasChanged(states: ReadonlyMap<string, string>): Promise<boolean> {
  for (const [path, state] of states) {
    if ((await readState(path)) !== state) return true;
  }
  return false;
}
