import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readTreeCpuSeconds, readTreeRssMb } from '../../harness/process-figures.ts';
import type { Load, LoadRequest, LoadResult } from './load.ts';
import { makeSchema } from './order-schemas.ts';
import type { Server } from './servers.ts';

/** What one load came to. */
export interface Figures extends LoadResult {
  readonly perSecond: number;
  readonly cpuMs: number;
}

const CONNECTIONS = 16;
const SUBJECTS = 50;
const VERSIONS = 4;
const GET_SECONDS = 4;
const WARM_UP_SECONDS = 2;
const CHECKS = 300;
const LISTS = 20;
const MANY_SUBJECTS = 5000;

/** Registers each subject's versions in their order, 16 subjects at a time: in a process that has registered nothing yet. */
export function measureFirstRegister(server: Server): Promise<Figures> {
  return measure(server, { connections: registerAll(0, SUBJECTS, VERSIONS) });
}

/** As many of other subjects; warm. */
export function measureRegister(server: Server): Promise<Figures> {
  return measure(server, { connections: registerAll(SUBJECTS, SUBJECTS, VERSIONS) });
}

/** 5,000 subjects of two versions each. */
export async function registerMany(server: Server): Promise<void> {
  await measure(server, { connections: registerAll(0, MANY_SUBJECTS, 2) });
}

/** All 200 schemas in turn; warm. */
export async function measureGets(server: Server): Promise<Figures> {
  const ids = Array.from({ length: SUBJECTS * VERSIONS }, (_, index) => index + 1);
  const requests = ids.map((id) => ({ method: 'GET', path: `/schemas/ids/${id}` }));
  // Each connection begins elsewhere.
  const connections = share(CONNECTIONS, (index) => [...requests.slice(index * 12), ...requests.slice(0, index * 12)]);
  await measure(server, { connections, seconds: WARM_UP_SECONDS });
  return measure(server, { connections, seconds: GET_SECONDS });
}

/** A further version against the latest, one at a time. */
export function measureChecks(server: Server): Promise<Figures> {
  const checks = Array.from({ length: CHECKS }, (_, index) => ({
    method: 'POST',
    path: `/compatibility/subjects/orders${index % SUBJECTS}-value/versions/latest`,
    body: JSON.stringify({ schema: makeSchema(index % SUBJECTS, VERSIONS + Math.floor(index / SUBJECTS)) }),
  }));
  return measure(server, { connections: [checks] });
}

export function measureLists(server: Server): Promise<Figures> {
  return measure(server, {
    connections: [Array.from({ length: LISTS }, () => ({ method: 'GET', path: '/subjects' }))],
  });
}

export async function measureIdleRss(server: Server): Promise<number> {
  await wait(2000);
  return readTreeRssMb(server.pid);
}

function registerAll(first: number, subjects: number, versions: number): LoadRequest[][] {
  return share(CONNECTIONS, (index) => {
    const own = Array.from({ length: subjects }, (_, subject) => first + subject).filter(
      (n) => n % CONNECTIONS === index,
    );
    return own.flatMap((subject) =>
      Array.from({ length: versions }, (_, version) => ({
        method: 'POST',
        path: `/subjects/orders${subject}-value/versions`,
        body: JSON.stringify({ schema: makeSchema(subject, version) }),
      })),
    );
  });
}

function share(count: number, make: (index: number) => LoadRequest[]): LoadRequest[][] {
  return Array.from({ length: count }, (_, index) => make(index));
}

async function measure({ pid, url }: Server, load: Omit<Load, 'url'>): Promise<Figures> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('load.ts', import.meta.url))], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const before = await readTreeCpuSeconds(pid);
  child.stdin.end(JSON.stringify({ url, ...load } satisfies Load));
  const result = JSON.parse(await text(child.stdout)) as LoadResult;
  const cpuSeconds = (await readTreeCpuSeconds(pid)) - before;
  return {
    ...result,
    perSecond: result.requests / result.seconds,
    cpuMs: (cpuSeconds * 1000) / result.requests,
  };
}
