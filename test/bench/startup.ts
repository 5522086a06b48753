// What a start costs: wall and CPU time to the ready line, and memory when idle. Medians over RUNS processes.
//   node test/bench/startup.ts
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const RUNS = 5;
const IDLE_MS = 2000;
/** The bounds this project holds itself to, on the 2-core machine its figures come from. */
const MAX_CPU_SECONDS = 1.0;
const MAX_RSS_MB = 120;
/** Clock ticks a second in /proc/PID/stat: USER_HZ, 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

const main = fileURLToPath(new URL('../../apps/cli/src/main.ts', import.meta.url));

interface Start {
  readonly wallSeconds: number;
  readonly cpuSeconds: number;
  readonly rssMb: number;
}

/** Starts `sluice up` on an empty data directory, lets it stand idle, and stops it. */
async function measureStart(cacheDir: string): Promise<Start> {
  const dataDir = await mkdtemp(join(tmpdir(), 'sluice-bench-'));
  const begunMs = performance.now();
  const args = ['up', '--data-dir', dataDir, '--kafka', '127.0.0.1:0', '--http', '127.0.0.1:0'];
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: cacheDir, SLUICE_LOG_LEVEL: 'warn' },
  });
  const exited = once(child, 'exit');
  const ready = await Promise.race([once(child.stdout, 'data').then(() => true), exited.then(() => false)]);
  if (!ready) throw new Error('sluice up ended before it was ready');
  const wallSeconds = (performance.now() - begunMs) / 1000;
  const pids = await listProcessTree(child.pid ?? 0);
  const cpuSeconds = sum(await Promise.all(pids.map(readCpuSeconds)));
  await wait(IDLE_MS);
  const rssMb = sum(await Promise.all((await listProcessTree(child.pid ?? 0)).map(readRssMb)));
  child.kill('SIGTERM');
  await exited;
  await rm(dataDir, { recursive: true, force: true });
  return { wallSeconds, cpuSeconds, rssMb };
}

async function listProcessTree(root: number): Promise<number[]> {
  const tasks = await readdir(`/proc/${root}/task`);
  const children = await Promise.all(
    tasks.map(async (task) => (await readFile(`/proc/${root}/task/${task}/children`, 'utf8')).trim().split(' ')),
  );
  const direct = children.flat().filter((pid) => pid !== '');
  return [root, ...(await Promise.all(direct.map((pid) => listProcessTree(Number(pid))))).flat()];
}

/** User and system time, of ended children too (fields 14 to 17 of /proc/PID/stat). */
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

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
}

async function measureStarts(name: string, cacheDirOf: () => Promise<string>): Promise<Start> {
  const starts: Start[] = [];
  for (let run = 0; run < RUNS; run += 1) {
    const cacheDir = await cacheDirOf();
    starts.push(await measureStart(cacheDir));
  }
  const result = {
    wallSeconds: median(starts.map((start) => start.wallSeconds)),
    cpuSeconds: median(starts.map((start) => start.cpuSeconds)),
    rssMb: median(starts.map((start) => start.rssMb)),
  };
  const figures = [
    `${result.wallSeconds.toFixed(2)} s to ready`,
    `${result.cpuSeconds.toFixed(2)} s CPU`,
    `${result.rssMb.toFixed(0)} MB RSS after ${IDLE_MS / 1000} s idle`,
  ];
  console.log(`startup, ${name}: ${figures.join(', ')} (medians of ${RUNS})`);
  return result;
}

const cacheRoot = await mkdtemp(join(tmpdir(), 'sluice-bench-cache-'));
try {
  const cold = await measureStarts('first ever', () => mkdtemp(join(cacheRoot, 'cold-')));
  const warmDir = await mkdtemp(join(cacheRoot, 'warm-'));
  await measureStart(warmDir);
  const warm = await measureStarts('later', async () => warmDir);
  for (const { cpuSeconds, rssMb } of [cold, warm]) {
    if (cpuSeconds < MAX_CPU_SECONDS && rssMb < MAX_RSS_MB) continue;
    console.error(`startup: over ${MAX_CPU_SECONDS} s CPU or ${MAX_RSS_MB} MB RSS`);
    process.exitCode = 1;
  }
} finally {
  await rm(cacheRoot, { recursive: true, force: true });
}
