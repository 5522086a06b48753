// Plain JavaScript for Node 20 with no dependency: it runs before anything is installed.
import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const POLL_MS = 200;

/**
 * `share` names a further process without whose end the lock is not free: an npm that outlives us when we are killed.
 * @typedef {{ share(pid: number): void, release(): void }} Lock
 */

/**
 * Waits until `folder` is ours. The lock is a folder that holds one file per owner, named after its process id. It is
 * renamed into place with our file in it, so it is never without an owner; the lock of dead owners is freed by removing
 * exactly their files, which cannot hit the lock of whoever was faster.
 * @param {string} folder @param {(owner: number) => void} onWait called once for each owner that is waited for
 * @returns {Promise<Lock>}
 */
export async function takeLock(folder, onWait) {
  mkdirSync(dirname(folder), { recursive: true });
  let toldAbout = 0;
  while (!tryLock(folder)) {
    const owners = readOwners(folder);
    const owner = owners.find((pid) => pid !== process.pid && isAlive(pid));
    if (owner === undefined) {
      freeLock(folder, owners);
      continue;
    }
    if (owner !== toldAbout) onWait(owner);
    toldAbout = owner;
    await delay(POLL_MS);
  }
  return {
    share: (pid) => writeFileSync(join(folder, String(pid)), ''),
    release: () => freeLock(folder, readOwners(folder)),
  };
}

/** @param {string} folder */
function tryLock(folder) {
  const mine = mkdtempSync(`${folder}-`);
  writeFileSync(join(mine, String(process.pid)), '');
  try {
    renameSync(mine, folder); // replaces an empty folder, fails on one with an owner
    return true;
  } catch {
    rmSync(mine, { recursive: true });
    return false;
  }
}

/** @param {string} folder @returns {number[]} */
function readOwners(folder) {
  try {
    return readdirSync(folder).map(Number);
  } catch {
    return []; // just freed
  }
}

/** @param {string} folder @param {number[]} owners */
function freeLock(folder, owners) {
  for (const owner of owners) rmSync(join(folder, String(owner)), { force: true });
  try {
    rmdirSync(folder);
  } catch {
    // Gone already, or somebody else's by now: then it is not empty and stays.
  }
}

/** @param {number} pid */
function isAlive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM';
  }
}
