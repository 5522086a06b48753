import * as fsp from 'node:fs/promises';
import { setTimeout } from 'node:timers/promises';
import { BrokerError } from '../broker-error.ts';

export interface DirectoryLock {
  release(): Promise<void>;
}

/** A process told apart from a later one with the same id. `startedAt` is unknown where there is no /proc. */
interface Holder {
  pid: number;
  startedAt: string | undefined;
}

/** In place of the start time: it has ended and its parent has not looked yet. */
const ZOMBIE = 'ended';
const MAX_ATTEMPTS = 100;
const RETRY_DELAY_MS = 20;

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
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      if ((await linkIfFree(own, path)) || (await takeOver(path, own))) {
        return { release: () => fsp.rm(path, { force: true }) };
      }
      await setTimeout(RETRY_DELAY_MS);
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

/**
 * Replaces the lock if its holder is gone. Only who holds the guard beside it removes a lock, so that of several who
 * find it stale none removes what another has just taken. False when it is to be tried again.
 */
async function takeOver(path: string, own: string): Promise<boolean> {
  await refuseLiving(path);
  const guard = `${path}.takeover`;
  if (!(await linkIfFree(own, guard))) {
    const holder = await readHolder(guard);
    // Whoever died while taking over did so within microseconds; nobody else is likely to be here now.
    if (typeof holder === 'object' && !(await isAlive(holder))) await fsp.rm(guard, { force: true });
    return false;
  }
  try {
    await refuseLiving(path);
    await fsp.rm(path, { force: true });
    return await linkIfFree(own, path);
  } finally {
    await fsp.rm(guard, { force: true });
  }
}

async function refuseLiving(path: string): Promise<void> {
  const found = await readHolder(path);
  if (typeof found === 'string' || !(await isAlive(found))) return;
  const who = found.pid === process.pid ? 'this process' : `process ${found.pid}`;
  throw new BrokerError(
    'data-dir-locked',
    `${path} is held by ${who}: stop it, or give another --data-dir (remove the file only if no Sluice uses it)`,
  );
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
  if (startedAt === ZOMBIE) return false;
  return startedAt === undefined || holder.startedAt === undefined || startedAt === holder.startedAt;
}

/** Field 22 of /proc/PID/stat, in clock ticks since boot, with the boot's id; undefined where there is no /proc. */
async function readStartTime(pid: number): Promise<string | undefined> {
  try {
    const stat = await fsp.readFile(`/proc/${pid}/stat`, 'utf8');
    const boot = await fsp.readFile('/proc/sys/kernel/random/boot_id', 'utf8');
    // The second field is the command in parentheses and may hold spaces.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return fields[0] === 'Z' ? ZOMBIE : `${boot.trim()}:${fields[19] ?? ''}`;
  } catch {
    return undefined;
  }
}
