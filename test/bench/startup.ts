// What a start costs: wall and CPU time to the ready line, and memory when idle. Medians over RUNS processes.
//   node test/bench/startup.ts
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readTreeCpuSeconds, readTreeRssMb } from '../harness/process-figures.ts';

const RUNS = 5;
const IDLE_MS = 2000;
/** The bounds this project holds itself to, on the 2-core machine its figures come from. */
const MAX_CPU_SECONDS = 1.0;
const MAX_RSS_MB = 120;

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
  const cpuSeconds = await readTreeCpuSeconds(child.pid ?? 0);
  await wait(IDLE_MS);
  const rssMb = await readTreeRssMb(child.pid ?? 0);
  child.kill('SIGTERM');
  await exited;
  await rm(dataDir, { recursive: true, force: true });
  return { wallSeconds, cpuSeconds, rssMb };
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
