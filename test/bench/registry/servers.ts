import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { readTreeCpuSeconds } from '../../harness/process-figures.ts';

/** A server under load, in a process of its own. */
export interface Server extends AsyncDisposable {
  readonly pid: number;
  readonly url: string;
  /** CPU that it had used when it first answered 200. */
  readonly startCpuSeconds: number;
}

const DEADLINE_MS = 60_000;

/** `sluice up` with its defaults: SQLite and a broker, in a new folder. */
export async function startSluice(nodeOptions: readonly string[] = []): Promise<Server & { readonly kafka: string }> {
  const dataDir = await mkdtemp(join(tmpdir(), 'sluice-bench-'));
  const main = fileURLToPath(new URL('../../../apps/cli/src/main.ts', import.meta.url));
  const args = [...nodeOptions, main, 'up', '--data-dir', dataDir, '--kafka', '127.0.0.1:0', '--http', '127.0.0.1:0'];
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, SLUICE_LOG_LEVEL: 'warn' },
  });
  const [, kafka = '', url = ''] = await readLine(child, /kafka=(\S+) http=(\S+)/);
  const server = await becomeServer(child, url, '/subjects');
  return { ...server, kafka, [Symbol.asyncDispose]: () => end(child).then(() => rm(dataDir, { recursive: true })) };
}

export async function startBareServer(): Promise<Server> {
  const program = fileURLToPath(new URL('bare-server.ts', import.meta.url));
  const child = spawn(process.execPath, [program], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [, url = ''] = await readLine(child, /http=(\S+)/);
  return becomeServer(child, url, '/schemas/ids/1');
}

/** Karapace, where `python -m karapace` starts it. It keeps its schemas in a topic of `kafka`. */
export async function startKarapace(python: string, kafka: string): Promise<Server> {
  const port = await findFreePort();
  const settings = {
    BOOTSTRAP_URI: kafka,
    HOST: '127.0.0.1',
    ADVERTISED_HOSTNAME: '127.0.0.1',
    PORT: String(port),
    LOG_LEVEL: 'ERROR',
    KARAPACE_REGISTRY: 'true',
    KARAPACE_REST: 'false',
    GROUP_ID: `registry-${port}`,
    TOPIC_NAME: `_schemas-${port}`,
  };
  const env = Object.fromEntries(Object.entries(settings).map(([name, value]) => [`KARAPACE_${name}`, value]));
  const child = spawn(python, ['-W', 'ignore', '-m', 'karapace'], {
    stdio: 'ignore',
    env: { ...process.env, ...env },
  });
  const url = `http://127.0.0.1:${port}`;
  const server = await becomeServer(child, url, '/subjects');
  // It answers reads before it may write.
  await poll(child, async () => (await (await fetch(`${url}/master_available`)).text()).includes('true'));
  return server;
}

async function becomeServer(child: ChildProcess, url: string, path: string): Promise<Server> {
  const pid = child.pid ?? 0;
  await poll(child, async () => (await fetch(`${url}${path}`)).status === 200);
  return { pid, url, startCpuSeconds: await readTreeCpuSeconds(pid), [Symbol.asyncDispose]: () => end(child) };
}

async function poll(child: ChildProcess, isReady: () => Promise<boolean>): Promise<void> {
  for (const begunMs = performance.now(); performance.now() - begunMs < DEADLINE_MS; await wait(20)) {
    if (child.exitCode !== null) break;
    if (await isReady().catch(() => false)) return;
  }
  await end(child);
  throw new Error(`${child.spawnargs.join(' ')} did not answer`);
}

function readLine(child: ChildProcess, pattern: RegExp): Promise<RegExpExecArray> {
  return new Promise((resolve, reject) => {
    let written = '';
    child.stdout?.setEncoding('utf8').on('data', (chunk: string) => {
      const match = pattern.exec((written += chunk));
      if (match !== null) resolve(match);
    });
    child.once('close', () => reject(new Error(`${child.spawnargs.join(' ')} ended: ${written}`)));
  });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), 5000);
  await exited;
  clearTimeout(timer);
}

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  return port;
}
