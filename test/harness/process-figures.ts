import { readdir, readFile } from 'node:fs/promises';

/** Clock ticks a second in /proc/PID/stat: USER_HZ, 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

/** User and system time of a process, its children, and those of them that have ended. Linux. */
export async function readTreeCpuSeconds(root: number): Promise<number> {
  return sum(await Promise.all((await listProcessTree(root)).map(readCpuSeconds)));
}

/** Resident memory of a process and its children. Linux. */
export async function readTreeRssMb(root: number): Promise<number> {
  return sum(await Promise.all((await listProcessTree(root)).map(readRssMb)));
}

async function listProcessTree(root: number): Promise<number[]> {
  const tasks = await readdir(`/proc/${root}/task`);
  const children = await Promise.all(
    tasks.map(async (task) => {
      // A thread may end between the listing and this.
      const pids = await readFile(`/proc/${root}/task/${task}/children`, 'utf8').catch(() => '');
      return pids.trim().split(' ');
    }),
  );
  const direct = children.flat().filter((pid) => pid !== '');
  return [root, ...(await Promise.all(direct.map((pid) => listProcessTree(Number(pid))))).flat()];
}

/** Of ended children too: fields 14 to 17 of /proc/PID/stat. */
async function readCpuSeconds(pid: number): Promise<number> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8');
  // The second field is the command in parentheses and may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return sum(fields.slice(11, 15).map(Number)) / TICKS_PER_SECOND;
}

async function readRssMb(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1] ?? 0) / 1024;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
