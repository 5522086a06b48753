import * as fsp from 'node:fs/promises';
import { BrokerError } from '../broker-error.ts';

export interface DirectoryLock {
  release(): Promise<void>;
}

/** A process told apart from a later one with the same id. `startedAt` is unknown where there is no /proc. */
interface Holder {
  pid: number;
  startedAt: string | undefined;
}

/**
 * Takes the lock file at `path`, whose content names its holder. Node has no flock, so the file is made complete under
 * another name and linked into place (link fails when the name is taken); a lock whose holder is gone is taken over.
 * Throws BrokerError 'data-dir-locked' naming the living holder.
 */
export async function acquireLock(path: string): Promise<DirectoryLock> {
  const own = `${path}.${process.pid}.${process.hrtime.bigint()}`;
  const me: Holder = { pid: process.pid, startedAt: await readStartTime(process.pid) };
  await fsp.writeFile(own, `${JSON.stringify(me)}\n`);
  try {
    for (let attempt = 0; attempt < 10; attempt++) {
      if (await linkIfFree(own, path)) return { release: () => fsp.rm(path, { force: true }) };
      await removeIfStale(path, own);
    }
    throw new BrokerError('data-dir-locked', `could not take ${path}: others keep taking it`);
  } finally {
    await fsp.rm(own, { force: true });
  }
}

async function linkIfFree(own: string, path: string): Promise<boolean> {
  try {
    await fsp.link(own, path);
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Moves the lock aside before looking at it again, so that of two who find it stale only one removes it. */
async function removeIfStale(path: string, own: string): Promise<void> {
  const found = await readHolder(path);
  if (found === 'missing') return;
  if (found !== 'unreadable' && (await isAlive(found))) {
    const who = found.pid === process.pid ? 'this process' : `process ${found.pid}`;
    throw new BrokerError(
      'data-dir-locked',
      `${path} is held by ${who}: stop it, or give another --data-dir (remove the file only if no Sluice uses it)`,
    );
  }
  const aside = `${own}.stale`;
  try {
    await fsp.rename(path, aside);
  } catch {
    return; // somebody else took it away
  }
  const moved = await readHolder(aside);
  if (moved !== 'missing' && moved !== 'unreadable' && (await isAlive(moved))) {
    await linkIfFree(aside, path);
  }
  await fsp.rm(aside, { force: true });
}

async function readHolder(path: string): Promise<Holder | 'missing' | 'unreadable'> {
  let text: string;
  try {
    text = await fsp.readFile(path, 'utf8');
  } catch {
    return 'missing';
  }
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return 'unreadable';
    const { pid, startedAt } = value as Partial<Record<keyof Holder, unknown>>;
    if (typeof pid !== 'number') return 'unreadable';
    return { pid, startedAt: typeof startedAt === 'string' ? startedAt : undefined };
  } catch {
    return 'unreadable';
  }
}

async function isAlive(holder: Holder): Promise<boolean> {
  try {
    process.kill(holder.pid, 0);
  } catch (error) {
    // EPERM: it lives, as another user's.
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false;
  }
  const startedAt = await readStartTime(holder.pid);
  return startedAt === undefined || holder.startedAt === undefined || startedAt === holder.startedAt;
}

/** Field 22 of /proc/PID/stat, in clock ticks since boot, with the boot's id; undefined where there is no /proc. */
async function readStartTime(pid: number): Promise<string | undefined> {
  try {
    const stat = await fsp.readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = await fsp.readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    // The second field is the command in parentheses and may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return `${boot.trim()}:${fields[19] ?? ''}`;
  } catch {
    return undefined;
  }
}
