import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AccessError } from './access-error.ts';
import { isMissing } from './file-view.ts';

const LOCK_WAIT_MS = 5000;
const LOCK_POLL_MS = 20;

/**
 * Changes a file that holds secrets: readers see the old text or the new one, two writers come one after the other, and
 * nobody else on the machine may read it. `change` gets `undefined` when there is no file yet.
 */
export async function changeFile(path: string, change: (text: string | undefined) => string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const lock = `${path}.lock`;
  const held = await takeLock(lock);
  try {
    const text = change(await readFile(path, 'utf8').catch(ignoreMissing));
    const draft = `${path}.new`;
    const file = await open(draft, 'w', 0o600);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(draft, path);
  } finally {
    await held.close();
    await rm(lock, { force: true });
  }
}

async function takeLock(lock: string) {
  const deadline = performance.now() + LOCK_WAIT_MS;
  for (;;) {
    try {
      return await open(lock, 'wx', 0o600);
    } catch (error) {
      const taken = error instanceof Error && 'code' in error && error.code === 'EEXIST';
      if (!taken) throw error;
      if (performance.now() > deadline) {
        throw new AccessError(`${lock} is there: another process is writing, or one died; remove it in that case`);
      }
      await delay(LOCK_POLL_MS);
    }
  }
}

function ignoreMissing(error: unknown): undefined {
  if (!isMissing(error)) throw error;
}
